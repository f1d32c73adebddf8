// Behaviour -> test
//   a driver's name sets its end point, over what the scenario said                   -> DriverByName
//   a catalogue series moves every driver that reads it, by its formula               -> SeriesMovesItsDrivers
//   a series of the study likewise, and others stay as the scenario has them          -> SeriesOfTheStudy
//   what can be set is listed, each once                                              -> WhatCanBeSet
//   unknown names, series that no driver reads, and names given twice are refused     -> RefusesNames
//   a driver that the scenario does not read is refused                               -> RefusesWhatChangesNothing
//   a driver whose newest value is older than the figure is told of                   -> TellsOfWhatStays
//   figures later than the newest price are not the ones that are replaced            -> AtTheValuation
//   a driver of published figures moves with the newest one that was published        -> PublishedFigures
#include "rerate/study/supposed_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "rerate/store/store_import.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

SeriesBatch batch(const std::string& id, int months, double (*value)(int),
                  const std::string& release = "+0d") {
  SeriesBatch made;
  made.entry.id = id;
  made.entry.title = id;
  made.entry.type = {Frequency::monthly, id.starts_with("m.price") ? Kind::price_index : Kind::rate,
                     id.starts_with("m.price") ? "index" : "percent"};
  made.entry.valid_low = -HUGE_VAL;
  made.entry.valid_high = HUGE_VAL;
  made.entry.release = *parse_release_rule(release);
  made.entry.redistribute = true;
  made.entry.grade = Grade::release_lag;
  for (int i = 0; i < months; ++i)
    made.observations.push_back({i, release_date(made.entry.release, {Frequency::monthly, i}), value(i)});
  return made;
}

const char* const kStudy =
    "[study]\ntitle = \"T\"\npacks = [\"mine\"]\n[series]\ncurve = \"m.long - m.short\"\nunread = "
    "\"m.other\"\n"
    "[[fair_value]]\nid = \"fv\"\nprice = \"m.price\"\nmultiple_today = 1.2\n"
    "drivers = { rate = \"m.long\", slope = \"curve\", late = \"m.long - m.old\" }\n"
    "given = { fair_multiple = 1.3, growth = 2, multiple_slopes = { rate = -0.05, slope = 0.02, late = 0.01 "
    "} }\n"
    "[[fair_value.scenario]]\nid = \"base\"\nset = { slope = 9 }\nshift = { rate = 1 }\nrest = \"today\"\n"
    "[[fair_value.scenario]]\nid = \"fixed\"\nmultiple = 1.4\nrest = \"today\"\n";

class SupposedFigures : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("rerate_supposed_" + std::to_string(::getpid()) +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    PackContents contents{"mine", "hash", {}};
    contents.series.push_back(batch("m.price", 60, [](int i) { return 100.0 + i; }));
    contents.series.push_back(batch("m.long", 60, [](int i) { return 4 + 0.01 * i; }));
    contents.series.push_back(batch("m.short", 60, [](int) { return 2.0; }));
    contents.series.push_back(batch("m.old", 50, [](int) { return 1.0; }));
    contents.series.push_back(batch("m.other", 60, [](int) { return 1.0; }));
    contents.series.push_back(batch("m.price_early", 40, [](int i) { return 100.0 + i; }));
    contents.series.push_back(batch(
        "m.slow", 60, [](int i) { return 5 + 0.01 * i; }, "+40d"));
    import_pack(folder_ / "store.duckdb", contents, make_date(2000, 1, 1));
    store_.emplace(Store::open(folder_ / "store.duckdb"));
    read(kStudy);
  }
  void read(const std::string& text) {
    study_ = parse_study(text, "s.toml");
    plan_ = plan_study(study_, *store_);
    request_ = std::get<FairValueRequest>(study_.sections.at(0).question);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::vector<std::string> suppose_that(const std::vector<SupposedFigure>& supposed,
                                        const std::string& scenario = "base") {
    return suppose(request_, scenario, supposed, plan_, *store_, std::nullopt);
  }
  const Scenario& base() const { return request_.scenarios.at(0).scenario; }
  Failure failure_of(const std::vector<SupposedFigure>& supposed, const std::string& scenario = "base") {
    try {
      suppose_that(supposed, scenario);
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "nothing was refused";
    return {};
  }

  std::filesystem::path folder_;
  std::optional<Store> store_;
  StudyFile study_;
  StudyPlan plan_;
  FairValueRequest request_;
};

TEST_F(SupposedFigures, DriverByName) {
  EXPECT_TRUE(suppose_that({{"rate", 3}}).empty());
  EXPECT_THAT(base().set.at("rate"), ElementsAre(3));
  EXPECT_FALSE(base().shift.contains("rate"));
  EXPECT_THAT(base().set.at("slope"), ElementsAre(9));
  EXPECT_TRUE(request_.scenarios.at(1).scenario.set.empty());
}

TEST_F(SupposedFigures, SeriesMovesItsDrivers) {
  suppose_that({{"m.long", 3}});
  EXPECT_THAT(base().set.at("rate"), ElementsAre(3));
  EXPECT_THAT(base().set.at("slope"), ElementsAre(1));  // 3 less the short rate of 2, not the scenario's 9
  suppose_that({{"m.short", 0.5}, {"slope", 7}});
  EXPECT_THAT(base().set.at("slope"), ElementsAre(7));  // the driver's own figure wins
}

TEST_F(SupposedFigures, SeriesOfTheStudy) {
  suppose_that({{"curve", -0.5}});
  EXPECT_THAT(base().set.at("slope"), ElementsAre(-0.5));
  EXPECT_FALSE(base().set.contains("rate"));
  EXPECT_EQ(base().shift.at("rate"), 1);
}

TEST_F(SupposedFigures, WhatCanBeSet) {
  EXPECT_THAT(supposable(request_, plan_),
              ElementsAre("rate", "slope", "late", "curve", "m.long", "m.old", "m.short"));
}

TEST_F(SupposedFigures, RefusesNames) {
  const auto misspelt = failure_of({{"m.lnog", 3}});
  EXPECT_EQ(misspelt.code, ErrorCode::command_line);
  EXPECT_EQ(misspelt.mend, "did you mean `m.long`?");
  EXPECT_THAT(failure_of({{"nothing_like_it", 3}}).mend, HasSubstr("These can be set: rate, slope"));
  for (const auto* name : {"m.price", "m.other", "unread"}) {
    const auto unread = failure_of({{name, 3}});
    EXPECT_THAT(unread.what, HasSubstr("no driver reads this series")) << name;
    EXPECT_THAT(unread.mend, HasSubstr("m.short"));
  }
  EXPECT_THAT(failure_of({{"rate", 3}, {"rate", 4}}).what, HasSubstr("twice"));
}

TEST_F(SupposedFigures, RefusesWhatChangesNothing) {
  const auto failure = failure_of({{"rate", 3}}, "fixed");
  EXPECT_EQ(failure.code, ErrorCode::fair_value_scenario);
  EXPECT_THAT(failure.what, HasSubstr("changes nothing"));
  EXPECT_GT(failure.place.line, 0);
}

TEST_F(SupposedFigures, TellsOfWhatStays) {
  const auto words = suppose_that({{"m.long", 3}});
  ASSERT_EQ(words.size(), 1u);
  EXPECT_THAT(words[0], HasSubstr("`late` keeps the scenario's figure"));
  EXPECT_FALSE(base().set.contains("late"));
}

std::string with(std::string text, const std::string& old, const std::string& changed) {
  return text.replace(text.find(old), old.size(), changed);
}

TEST_F(SupposedFigures, AtTheValuation) {
  read(with(kStudy, "m.price", "m.price_early"));  // its last month is the fortieth
  suppose_that({{"m.short", 0.5}});
  EXPECT_NEAR(base().set.at("slope").front(), 4.39 - 0.5, 1e-12);
}

TEST_F(SupposedFigures, PublishedFigures) {
  read(with(kStudy, "m.long - m.old", "published(m.slow)"));
  EXPECT_TRUE(suppose_that({{"m.slow", 1}}).empty());
  EXPECT_THAT(base().set.at("late"), ElementsAre(1));
}

}  // namespace
}  // namespace rerate
