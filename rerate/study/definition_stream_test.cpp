// Behaviour -> test
//   event studies stream what the lattice gives in memory, bit by bit            -> DefinitionStreamTest.EventsAsInMemory
//   other kinds stream the figures of every definition, and NaN where there are none -> DefinitionStreamTest.OtherKinds
//   the study's own definition is a row of its own                               -> DefinitionStreamTest.Own
//   from any place on, and an even sample                                        -> DefinitionStreamTest.FromAnyPlace
//   a stop ends between two deliveries, and tells where                          -> DefinitionStreamTest.Stop
//   the same for any number of threads                                           -> DefinitionStreamTest.Threads
//   what is too large is refused with its size                                   -> DefinitionStreamTest.TooLarge
//   a p-value that is a number of its own has one column                         -> DefinitionStreamTest.EachFigureOnce
//   what kinds but event studies give need not be run again to sum it up         -> DefinitionStreamTest.AllThatOthersGive
#include "rerate/study/definition_stream.h"

#include <gmock/gmock.h>

#include <bit>
#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/study/definition_stream_for_test.h"

namespace rerate {
namespace {

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return (std::isnan(x) && std::isnan(y)) ||
                  std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
         });
}

TEST(DefinitionStreamTest, EventsAsInMemory) {
  const StreamedStudy study;
  const DefinitionStream stream(study.events, study.context, {});
  EXPECT_TRUE(stream.whole());
  const auto all = collected(stream);
  const auto runs = run_definitions(study.events, study.context);
  EXPECT_EQ(all.definitions, runs.definitions);
  std::size_t numbers = 0;
  for (std::size_t c = 0; c < stream.columns().size(); ++c) {
    const auto& column = stream.columns()[c];
    const auto* number = runs.number(stream.figures()[column.figure]);
    ASSERT_TRUE(number) << column.name;
    EXPECT_TRUE(same_bits(all.figures[c], column.is_p ? number->p : number->values)) << column.name;
    for (const double value : all.figures[c]) numbers += !std::isnan(value);
  }
  EXPECT_GT(numbers, 100u);
  EXPECT_EQ(stream.columns()[0].name, "episodes");
}

TEST(DefinitionStreamTest, OtherKinds) {
  const StreamedStudy study;
  const DefinitionStream stream(study.curve, study.context, {});
  const auto all = collected(stream);
  const auto runs = run_definitions(study.curve, study.context);
  ASSERT_EQ(all.definitions, runs.definitions);
  ASSERT_GT(stream.columns().size(), 3u);
  for (std::size_t c = 0; c < stream.columns().size(); ++c) {
    const auto& column = stream.columns()[c];
    const auto* number = runs.number(stream.figures()[column.figure]);
    ASSERT_TRUE(number) << column.name;
    EXPECT_TRUE(same_bits(all.figures[c], column.is_p ? number->p : number->values)) << column.name;
    EXPECT_TRUE(std::isnan(all.figures[c].back())) << "the last one cannot be run";
  }
}

TEST(DefinitionStreamTest, Own) {
  const StreamedStudy study;
  const DefinitionStream stream(study.events, study.context, {});
  const auto all = collected(stream);
  const auto own = stream.lattice().usual();
  ASSERT_EQ(stream.own().definitions, std::vector{own});
  for (std::size_t c = 0; c < stream.columns().size(); ++c)
    EXPECT_TRUE(same_bits(stream.own().figures[c], {all.figures[c][own]})) << stream.columns()[c].name;
}

TEST(DefinitionStreamTest, FromAnyPlace) {
  const StreamedStudy study;
  for (const auto* section : {&study.events, &study.curve}) {
    const DefinitionStream whole(*section, study.context, {});
    const auto all = collected(whole);
    const auto rest = collected(whole, 5);
    EXPECT_EQ(rest.definitions.size(), whole.size() - 5);
    for (std::size_t c = 0; c < all.figures.size(); ++c)
      EXPECT_TRUE(same_bits(rest.figures[c], {all.figures[c].begin() + 5, all.figures[c].end()}));
    const DefinitionStream sampled(*section, study.context, 5);
    EXPECT_FALSE(sampled.whole());
    const auto some = collected(sampled);
    EXPECT_EQ(some.definitions, whole.lattice().sample(5));
    for (std::size_t i = 0; i < some.definitions.size(); ++i)
      for (std::size_t c = 0; c < all.figures.size(); ++c)
        EXPECT_TRUE(same_bits({some.figures[c][i]}, {all.figures[c][some.definitions[i]]}));
    EXPECT_TRUE(collected(whole, whole.size()).definitions.empty());
  }
}

TEST(DefinitionStreamTest, Stop) {
  const StreamedStudy study;
  for (const auto* section : {&study.events, &study.curve}) {
    const DefinitionStream stream(*section, study.context, {});
    std::atomic<bool> stop{true};
    std::size_t delivered = 0;
    const auto at = stream.run(2, [&](const StreamedDefinitions&) { ++delivered; }, {&stop});
    EXPECT_EQ(at, 2u);
    EXPECT_EQ(delivered, 0u);
  }
}

TEST(DefinitionStreamTest, Threads) {
  const StreamedStudy study;
  for (const auto* section : {&study.events, &study.curve}) {
    const DefinitionStream stream(*section, study.context, {});
    set_thread_count(1);
    const auto one = collected(stream);
    set_thread_count(3);
    const auto three = collected(stream);
    set_thread_count(0);
    EXPECT_EQ(one.definitions, three.definitions);
    for (std::size_t c = 0; c < one.figures.size(); ++c)
      EXPECT_TRUE(same_bits(one.figures[c], three.figures[c]));
  }
}

TEST(DefinitionStreamTest, TooLarge) {
  const StreamedStudy study;
  auto section = study.curve;
  auto choices = std::make_shared<SectionChoices>(*section.choices);
  std::vector<std::string> many;
  for (int i = 0; i < 4'000; ++i) many.push_back(std::to_string(i));
  for (const char* name : {"a", "b", "c"}) choices->choices.push_back({name, many, 0, true});
  section.choices = choices;
  const auto refusal = [&](std::optional<std::uint64_t> most) {
    try {
      const DefinitionStream stream(section, study.context, most);
    } catch (const UserError& error) {
      return to_string(error.failure());
    }
    return std::string("nothing refused");
  };
  EXPECT_THAT(refusal({}),
              testing::AllOf(testing::HasSubstr("RR801"), testing::HasSubstr("576,000,000,000")));
  EXPECT_THAT(refusal(200'000'000), testing::HasSubstr("RR801"));
  EXPECT_EQ(refusal(1000), "nothing refused");
}

TEST(DefinitionStreamTest, EachFigureOnce) {
  const StreamedStudy study;
  const DefinitionStream stream(study.events, study.context, {});
  std::vector<std::string> names;
  for (const auto& column : stream.columns()) names.push_back(column.name);
  EXPECT_THAT(names, testing::IsSupersetOf({"mean", "p_mean", "led", "p_led"}));
  EXPECT_THAT(names, testing::Not(testing::Contains(testing::AnyOf("mean_p", "led_p", "p_mean_"))));
}

TEST(DefinitionStreamTest, AllThatOthersGive) {
  const StreamedStudy study;
  const DefinitionStream stream(study.curve, study.context, {});
  const auto usual = run_definitions(study.curve, study.context);
  KnownRuns known;
  stream.run(0,
             [&](const StreamedDefinitions& some) {
               for (std::size_t i = 0; i < some.runs.size(); ++i)
                 known.emplace(some.definitions[i], some.runs[i]);
             },
             {});
  ASSERT_EQ(known.size(), 9u);
  EXPECT_EQ(known.at(8).failed, "made to fail");
  auto never = study.curve;
  auto choices = std::make_shared<SectionChoices>(*never.choices);
  choices->read = [](std::span<const std::uint32_t>) -> SectionQuestion {
    refuse(ErrorCode::study_file, "run again");
  };
  never.choices = choices;
  const auto runs = run_definitions(never, study.context, {.known = &known});
  EXPECT_EQ(runs.distinct, usual.distinct);
  EXPECT_LT(runs.distinct, 9u);
  EXPECT_EQ(runs.warnings, usual.warnings);
  EXPECT_EQ(runs.sets.size(), usual.sets.size());
  ASSERT_EQ(runs.numbers.size(), usual.numbers.size());
  for (std::size_t c = 0; c < runs.numbers.size(); ++c)
    EXPECT_TRUE(same_bits(runs.numbers[c].values, usual.numbers[c].values)) << runs.numbers[c].name;
}

}  // namespace
}  // namespace rerate
