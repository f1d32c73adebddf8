// Behaviour -> test
//   a composed question is the one that the file says, for random definitions   EventDefinitionQuestionsTest.ComposedIsRead
//   `until` left out follows `below`, also where only an option leaves it out   EventDefinitionQuestionsTest.UntilFollowsBelow
//   options that contradict the study's own but not another's are found         EventDefinitionQuestionsTest.OwnIsContradicted
//   an option that stands beside nothing contradicts all                        EventDefinitionQuestionsTest.StandsBesideNothing
//   thresholds, crests and dates by hand may be options of one choice           EventDefinitionQuestionsTest.KindsOfRules
//   few readings serve many definitions                                         EventDefinitionQuestionsTest.FewReadings
//   a sample reads only the combinations it takes                               EventDefinitionQuestionsTest.Sample

#include "rerate/study/event_definition_questions.h"

#include <gtest/gtest.h>

#include <numeric>

#include "rerate/study/event_choices_for_test.h"

namespace rerate {
namespace {

std::vector<std::uint64_t> all_of(const Lattice& lattice) {
  std::vector<std::uint64_t> numbers(*lattice.size());
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  return numbers;
}

std::optional<EventDefinitionQuestion> as_read(const SectionChoices& choices,
                                               std::span<const std::uint32_t> options) {
  try {
    return definition_question(std::get<EventStudyRequest>(choices.read(options)));
  } catch (const UserError&) {
    return std::nullopt;
  }
}

// Every definition, composed and read; returns how many stand.
std::size_t compare(const EventKeys& keys, const std::vector<EventChoice>& made,
                    std::optional<std::uint64_t> most = std::nullopt) {
  const auto choices = event_choices(keys, made);
  const Lattice lattice(choices->choices);
  const auto definitions = most ? lattice.sample(*most) : all_of(lattice);
  const EventDefinitionQuestions questions(*choices, lattice, definitions);
  std::vector<std::uint32_t> options(made.size());
  std::size_t stand = 0;
  for (const auto definition : definitions) {
    lattice.options(definition, options);
    const auto composed = questions.question(options), read = as_read(*choices, options);
    EXPECT_EQ(composed.has_value(), read.has_value()) << event_toml(event_keys(keys, made, options));
    if (!composed || !read) continue;
    ++stand;
    EXPECT_TRUE(same_question(*composed, *read)) << event_toml(event_keys(keys, made, options));
  }
  return stand;
}

EventChoice of(const std::string& key, const std::vector<std::string>& values, std::size_t usual = 0) {
  EventChoice choice{key, {}, usual};
  for (const auto& value : values) choice.options.push_back({{key, value}});
  return choice;
}

const std::vector<EventChoice>& pool() {
  static const std::vector<EventChoice> choices = {
      of("episode.below", {"48", "47.5", "\"<= 47\"", "53"}),
      of("episode.until", {"51", "\"> 50\"", "46", "54", ""}),
      of("episode.n_in", {"1", "2", "3"}),
      of("episode.n_out", {"2", "1"}),
      of("episode.gap", {"3", "\"6m\"", "\"1q\"", ""}),
      of("episode.tie", {"\"last\"", "\"first\"", "\"both\""}),
      of("anchor", {"\"trough\"", "\"known\"", "\"end\""}),
      of("horizon", {"\"12m\"", "\"6m\"", "\"2010-05-31\""}),
      of("from", {"\"1992-01\"", "\"2001-01\"", "\"2012-01\""}),
      of("to", {"\"2009-05\"", "\"2014-05\"", "\"2000-05\""}),
      of("signal", {"\"pmi\"", "\"other\""}),
      of("asset", {"\"small\"", "\"value\"", "\"large\""}),
      of("benchmark", {"\"large\"", "\"value\"", ""}),
      {"returns", {{}, {{"asset", "\"small_total\""}, {"benchmark", "\"large_total\""}}}},
      {"both", {{}, {{"episode.below", "45"}, {"anchor", "\"start\""}, {"to", "\"2011-05\""}}}},
      of("exclude", {"[]", "[{ date = \"2008-12\", reason = \"why\" }]"}),
      of("draws", {"2000", "500", "1"}),
      of("level", {"0.9", "0.95"}),
  };
  return choices;
}

TEST(EventDefinitionQuestionsTest, ComposedIsRead) {
  const RandomStream random(41, 0);
  std::uint64_t drawn = 0;
  std::size_t stand = 0;
  for (int world = 0; world < 150; ++world) {
    std::vector<EventChoice> choices;
    for (const auto& choice : pool())
      if (random.below(drawn++, 10) < 3) choices.push_back(choice);
    // Choices stand in any order.
    for (std::size_t i = choices.size(); i > 1; --i)
      std::swap(choices[i - 1], choices[random.below(drawn++, i)]);
    if (choices.empty()) continue;
    stand += compare(usual_event_keys(), choices, 300);
  }
  EXPECT_GT(stand, 3000u);
}

TEST(EventDefinitionQuestionsTest, UntilFollowsBelow) {
  auto keys = usual_event_keys();
  const auto below = of("episode.below", {"48", "\"<= 47\"", "46"});
  EXPECT_EQ(compare(keys, {below, of("episode.until", {"51", ""})}), 6u);
  EXPECT_EQ(compare(keys, {of("episode.until", {"51", "", "48"}), below}), 9u);
  keys.erase("episode.until");
  EXPECT_EQ(compare(keys, {below, of("episode.n_in", {"1", "2"})}), 6u);
  EXPECT_EQ(compare(keys, {below, of("episode.until", {"", "50"})}), 6u);
}

TEST(EventDefinitionQuestionsTest, OwnIsContradicted) {
  // Below 53 stands only until 54, from 2012 only up to 2014.
  EXPECT_EQ(
      compare(usual_event_keys(), {of("episode.below", {"48", "53"}), of("episode.until", {"51", "54"})}),
      3u);
  EXPECT_EQ(compare(usual_event_keys(),
                    {of("from", {"\"1992-01\"", "\"2012-01\""}), of("to", {"\"2009-05\"", "\"2014-05\""}),
                     of("anchor", {"\"end\"", "\"start\""})}),
            6u);
  // Each contradicts the study's own, and both together stand.
  EXPECT_EQ(compare(usual_event_keys(),
                    {of("asset", {"\"small\"", "\"large\""}), of("benchmark", {"\"large\"", "\"small\""})}),
            2u);
}

TEST(EventDefinitionQuestionsTest, StandsBesideNothing) {
  EXPECT_EQ(compare(usual_event_keys(),
                    {of("draws", {"2000", "1"}), of("anchor", {"\"end\"", "\"start\"", "\"never\""})}),
            2u);
}

TEST(EventDefinitionQuestionsTest, KindsOfRules) {
  const EventChoice kind{
      "rule",
      {{},
       {{"episode.below", ""}, {"episode.until", ""}, {"episode.crest", "{ level = 52, window = 3 }"}},
       {{"episode.below", ""}, {"episode.until", ""}, {"dates", "[\"2001-01-31\", \"2005-06-30\"]"}}}};
  EXPECT_EQ(compare(usual_event_keys(), {kind, of("anchor", {"\"extreme\"", "\"known\""})}), 6u);
  EXPECT_EQ(compare(usual_event_keys(), {of("episode.n_in", {"1", "2"}), kind}), 2u);  // a crest has no n_in
  EventKeys crests = usual_event_keys();
  crests["episode.below"] = crests["episode.until"] = "";
  crests["episode.crest"] = "{ level = 52 }";
  EXPECT_EQ(compare(crests, {of("episode.crest",
                                {"{ level = 52 }", "{ level = 51, cycle = 20 }", "{ amplitude = 2 }"}),
                             of("episode.tie", {"\"first\"", "\"last\""})}),
            6u);
}

TEST(EventDefinitionQuestionsTest, FewReadings) {
  std::vector<std::string> below, until;
  for (int i = 0; i < 12; ++i) below.push_back(std::to_string(40 + i));
  for (int i = 0; i < 8; ++i) until.push_back(std::to_string(52 + i));
  const auto choices = event_choices(
      usual_event_keys(),
      {of("episode.below", below), of("episode.until", until), of("episode.n_in", {"1", "2", "3"}),
       of("episode.n_out", {"1", "2", "3"}), of("episode.tie", {"\"first\"", "\"last\""}),
       of("horizon", {"\"3m\"", "\"6m\"", "\"12m\""})});
  const Lattice lattice(choices->choices);
  const EventDefinitionQuestions questions(*choices, lattice, all_of(lattice));
  EXPECT_EQ(*lattice.size(), 5184u);
  EXPECT_LT(questions.readings(), 170u);  // 12 x 8 pairs of levels, some for every option
}

TEST(EventDefinitionQuestionsTest, Sample) {
  std::vector<std::string> below, until;
  for (int i = 0; i < 100; ++i) {
    below.push_back(std::to_string(50 - 0.01 * i));
    until.push_back(std::to_string(50 + 0.01 * i));
  }
  const std::vector<EventChoice> made = {of("episode.below", below), of("episode.until", until), pool()[8],
                                         pool()[9]};
  EXPECT_GT(compare(usual_event_keys(), made, 200), 100u);
  const auto choices = event_choices(usual_event_keys(), made);
  const Lattice lattice(choices->choices);
  const auto sample = lattice.sample(200);
  EXPECT_LT(EventDefinitionQuestions(*choices, lattice, sample).readings(), 1000u);
}

}  // namespace
}  // namespace rerate
