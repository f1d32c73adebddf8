// Behaviour -> test
//   "latest" is dated by the newest figure read, never by the clock             -> LatestIsTheNewestFigure
//   an as-of date hides later figures and revisions                             -> AsOfHidesLaterFigures
//   nothing known at the date is refused, naming the series                     -> NothingKnownIsRefused
//   a value known after the as-of date is refused, naming series and period     -> LookAheadIsRefused
//   a later revision of every figure does not move the day episodes were known   -> RevisionsDoNotMoveKnownDates
//   a formula's value carries its newest figure's date and its first release     -> FormulasCarryBothDates
//   results list every input with its hash, and warn of revised histories       -> ListsInputs
//   every input has its last and next release                                   -> InputsHaveReleases
//   every input has its sources with their newest figure and whether they are revised -> InputsHaveSources
//   results do not depend on the number of threads                              -> SameForAnyThreadCount
//   what sections tried is handed over apart; what was tried before reaches its own section -> HandsOverTrials
//   lattices are run, claims judged and put together, in the order of the file     -> RunsLatticesAndClaims
//   an option whose series has no figure yet gives no number, the others do          -> OptionsWithoutFigures
//   a misspelt lead is refused in a section that leaves nothing open               -> MisspeltLead
//   a section of claims without any claim is refused where it stands               -> ClaimsOfNothingAreRefused
//   what a section looked at is handed over, earlier looks of its own are told      -> TellsEarlierLooks
#include "rerate/study/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "rerate/base/parallel.h"
#include "rerate/store/store_import.h"

namespace rerate {
namespace {

using testing::HasSubstr;

SeriesBatch batch(const std::string& id, Kind kind, double (*value)(int), int months) {
  SeriesBatch made;
  made.entry.id = id;
  made.entry.title = "Title of " + id;
  made.entry.type = {Frequency::monthly, kind, kind == Kind::balance ? "index" : "percent"};
  made.entry.valid_low = -HUGE_VAL;
  made.entry.valid_high = HUGE_VAL;
  made.entry.release = *parse_release_rule("+16d");
  made.entry.source = "test";
  made.entry.licence = "none";
  made.entry.redistribute = true;
  made.entry.grade = Grade::release_lag;
  for (int i = 0; i < months; ++i)
    made.observations.push_back({i, release_date(made.entry.release, {Frequency::monthly, i}), value(i)});
  return made;
}

const char* const kStudy =
    "[study]\ntitle = \"T\"\npacks = [\"mine\"]\n"
    "[series]\nsmall = \"index(m.small)\"\n"
    "[[event_study]]\nid = \"a\"\nsignal = \"m.signal\"\nasset = \"small\"\nhorizon = \"6m\"\nepisode = { "
    "below = 0 }\n"
    "[[event_study]]\nid = \"b\"\nsignal = \"m.signal\"\nasset = \"small\"\nhorizon = \"3m\"\nepisode = { "
    "above = 4 }\n";

class Runner : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("rerate_runner_" + std::to_string(::getpid()) +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    PackContents contents{"mine", "hash", {}};
    contents.series.push_back(batch(
        "m.signal", Kind::balance, [](int i) { return 5 * std::sin(i / 7.0); }, 240));
    contents.series.push_back(batch(
        "m.small", Kind::return_, [](int i) { return std::cos(i * 1.7) * 3; }, 240));
    import_pack(folder_ / "store.duckdb", contents, make_date(2000, 1, 1));
    store_.emplace(Store::open(folder_ / "store.duckdb"));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Results run(std::optional<Date> as_of = std::nullopt) {
    const auto study = parse_study(kStudy, "s.toml");
    return run_study(study, plan_study(study, *store_), *store_, as_of);
  }

  // Imports the same pack with every figure of the signal a hundredth of itself higher, on a later day.
  void revise_signal(Date day) {
    PackContents contents{"mine", "other hash", {}};
    contents.series.push_back(batch(
        "m.signal", Kind::balance, [](int i) { return 5.05 * std::sin(i / 7.0); }, 240));
    contents.series.push_back(batch(
        "m.small", Kind::return_, [](int i) { return std::cos(i * 1.7) * 3; }, 240));
    import_pack(folder_ / "store.duckdb", contents, day);
    store_.emplace(Store::open(folder_ / "store.duckdb"));
  }

  std::filesystem::path folder_;
  std::optional<Store> store_;
};

// Three sectors whose returns are known at the end of their month, as prices are.
PackContents sectors() {
  PackContents contents{"sectors", "hash", {}};
  const auto add = [&](const char* id, double (*value)(int)) {
    auto made = batch(id, Kind::return_, value, 120);
    made.entry.release = *parse_release_rule("period end");
    for (auto& one : made.observations) one.known_at = last_day({Frequency::monthly, one.ordinal});
    contents.series.push_back(std::move(made));
  };
  add("x.a", [](int i) { return std::cos(i * 1.7) * 3 + 0.5; });
  add("x.b", [](int i) { return std::cos(i * 2.3) * 3 + 0.4; });
  add("x.c", [](int i) { return std::cos(i * 0.9) * 3 + 0.6; });
  return contents;
}

const char* const kRotations =
    "[study]\ntitle = \"T\"\npacks = [\"sectors\"]\n"
    "[[rotation]]\nid = \"one\"\nsectors = { a = \"index(x.a)\", b = \"index(x.b)\", c = \"index(x.c)\" }\n"
    "portfolio = { k = 1 }\ndraws = 100\nvariants = { k = [1, 2] }\nsignals = { momentum = {} }\n"
    "[[rotation]]\nid = \"two\"\nsectors = { a = \"index(x.a)\", b = \"index(x.b)\", c = \"index(x.c)\" }\n"
    "portfolio = { k = 1 }\ndraws = 100\nsignals = { reversal = {} }\n";

const char* const kOpen =
    "[study]\ntitle = \"T\"\npacks = [\"mine\"]\n"
    "[series]\nsmall = \"index(m.small)\"\n"
    "[[claims]]\nid = \"claims\"\n"
    "[[event_study]]\nid = \"a\"\nsignal = \"m.signal\"\nasset = \"small\"\nhorizon = [\"6m\", \"3m\"]\n"
    "episode = { below = [0, -1, 4.5] }\nclaim = { words = \"as many\", episodes = 1 }\n"
    "[[event_study]]\nid = \"b\"\nsignal = \"m.signal\"\nasset = \"small\"\nhorizon = \"3m\"\nepisode = { "
    "above = 4 }\nclaim = { episodes = 99 }\n";

TEST_F(Runner, RunsLatticesAndClaims) {
  const auto study = parse_study(kOpen, "s.toml");
  const auto results = run_study(study, plan_study(study, *store_), *store_, std::nullopt);
  ASSERT_EQ(results.sections.size(), 3u);
  const auto& claims = results.sections[0];
  EXPECT_EQ(claims.kind, "claims");
  ASSERT_EQ(claims.tables.at(0).rows.size(), 2u);
  EXPECT_EQ(std::get<std::string>(claims.tables[0].rows[0][0]), "as many");

  const auto& open = results.sections[1];
  ASSERT_TRUE(open.multiverse);
  EXPECT_EQ(open.multiverse->definitions, 6);
  EXPECT_TRUE(find_number(open, "mean")->fragility);
  EXPECT_EQ(open.claims.at(0).definitions, 6);
  const auto& fixed = results.sections[2];
  EXPECT_FALSE(fixed.multiverse);
  EXPECT_EQ(fixed.claims.at(0).definitions, 1);
  EXPECT_EQ(fixed.claims.at(0).verdict, "not reproduced");
}

TEST_F(Runner, ClaimsOfNothingAreRefused) {
  const auto study = parse_study(std::string(kStudy) + "[[claims]]\nid = \"claims\"\n", "s.toml");
  try {
    plan_study(study, *store_);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::claims_none);
    EXPECT_EQ(error.failure().place.line, 18);
  }
}

TEST_F(Runner, TellsEarlierLooks) {
  const auto study = parse_study(kStudy, "s.toml");
  const auto plan = plan_study(study, *store_);
  const auto first = run_study(study, plan, *store_, std::nullopt);
  ASSERT_EQ(first.tried.size(), 2u);
  EXPECT_EQ(first.tried[0].section + first.tried[1].section, "ab");
  EXPECT_EQ(first.tried[0].value, find_number(first.sections[0], first.tried[0].figure)->value);
  const auto looked_at = [](const Results& results, std::size_t section) {
    const auto& facts = results.sections[section].facts;
    return std::any_of(facts.begin(), facts.end(),
                       [](const Fact& fact) { return fact.label == "Looked at"; });
  };
  PastTrials past;
  for (const auto& one : first.tried) past[one.section].push_back({one.hash, one.sharpe, one.months});
  past["b"].push_back({"feedfeedfeedfeedfeedfeedfeedfeed", 0, 0});
  const auto second = run_study(study, plan, *store_, std::nullopt, past);
  EXPECT_FALSE(looked_at(first, 1));
  EXPECT_FALSE(looked_at(second, 0));
  EXPECT_TRUE(looked_at(second, 1));
}

// A series that begins long after the others, read by an option alone, through a name and with another.
TEST_F(Runner, OptionsWithoutFigures) {
  PackContents late{"late", "hash", {}};
  late.series.push_back(batch(
      "l.signal", Kind::balance, [](int i) { return 5 * std::cos(i / 5.0); }, 240));
  auto& observations = late.series.back().observations;
  observations.erase(observations.begin(), observations.begin() + 200);
  import_pack(folder_ / "store.duckdb", late, make_date(2000, 1, 1));
  const auto store = Store::open(folder_ / "store.duckdb");
  const std::string head =
      "[study]\ntitle = \"T\"\npacks = [\"mine\", \"late\"]\n[series]\nsmall = \"index(m.small)\"\n"
      "other = \"l.signal + m.signal\"\n[[event_study]]\nid = \"a\"\nasset = \"small\"\nhorizon = \"6m\"\n"
      "episode = { below = 0 }\n";
  const auto run_with = [&](const std::string& signal, Date as_of) {
    const auto study = parse_study(head + "signal = " + signal + "\n", "s.toml");
    return run_study(study, plan_study(study, store), store, as_of);
  };
  const auto early = make_date(1984, 1, 31), later = make_date(1989, 6, 30);
  const auto results = run_with("[\"m.signal\", \"l.signal\", \"lag(other, 1m)\"]", early);
  const auto& section = results.sections.at(0);
  const auto plain = run_with("\"m.signal\"", early);  // nothing reads `other`
  ASSERT_TRUE(section.multiverse);
  EXPECT_EQ(section.multiverse->definitions, 3);
  EXPECT_EQ(find_number(section, "mean")->value, find_number(plain.sections.at(0), "mean")->value);
  const auto warned = [&](const char* what) {
    return std::any_of(section.warnings.begin(), section.warnings.end(),
                       [&](const std::string& warning) { return warning.find(what) != std::string::npos; });
  };
  EXPECT_TRUE(warned("`l.signal` has no value as of 1984-01-31"));
  EXPECT_TRUE(warned("`lag(other, 1m)` has no value as of 1984-01-31"));
  EXPECT_TRUE(run_with("[\"m.signal\", \"l.signal\"]", later).sections.at(0).multiverse);
  try {
    run_with("[\"l.signal\", \"m.signal\"]", early);
    ADD_FAILURE() << "the study's own definition reads it";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::study_as_of);
    EXPECT_THAT(error.failure().what, HasSubstr("no figure of `l.signal`"));
  }
}

TEST_F(Runner, MisspeltLead) {
  std::string text = kStudy;
  text += "multiverse = { lead = \"meen\" }\n";
  const auto study = parse_study(text, "s.toml");
  try {
    run_study(study, plan_study(study, *store_), *store_, std::nullopt);
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::multiverse_setting);
    EXPECT_THAT(error.failure().mend, HasSubstr("mean"));
  }
}

TEST_F(Runner, HandsOverTrials) {
  import_pack(folder_ / "store.duckdb", sectors(), make_date(2000, 1, 1));
  const auto store = Store::open(folder_ / "store.duckdb");
  const auto study = parse_study(kRotations, "s.toml");
  const auto plan = plan_study(study, store);
  const auto first = run_study(study, plan, store, std::nullopt);
  ASSERT_EQ(first.tried.size(), 3u);
  EXPECT_EQ(first.tried[0].section + first.tried[1].section + first.tried[2].section, "oneonetwo");
  for (const auto& section : first.sections) EXPECT_TRUE(section.tried.empty());

  PastTrials past;
  past["two"].push_back({"feedfeedfeedfeedfeedfeedfeedfeed", 0.1, 100});
  for (const auto& one : first.tried) past[one.section].push_back({one.hash, one.sharpe, one.months});
  const auto second = run_study(study, plan, store, std::nullopt, past);
  const auto trials = [](const Results& results, std::size_t section) {
    return find_number(results.sections[section], "trials")->value;
  };
  EXPECT_EQ(trials(first, 0), 2);
  EXPECT_EQ(trials(second, 0), 2);
  EXPECT_EQ(trials(first, 1), 1);
  EXPECT_EQ(trials(second, 1), 2);

  past["two"][0].as_of = Date{second.as_of.days + 1};  // what was looked at with later figures does not count
  EXPECT_EQ(trials(run_study(study, plan, store, std::nullopt, past), 1), 1);
  past["two"][0].as_of = second.as_of;
  EXPECT_EQ(trials(run_study(study, plan, store, std::nullopt, past), 1), 2);
}

TEST_F(Runner, LatestIsTheNewestFigure) {
  EXPECT_EQ(run().as_of, make_date(1990, 1, 16));  // 1989-12 plus sixteen days
}

TEST_F(Runner, AsOfHidesLaterFigures) {
  const auto then = run(make_date(1985, 6, 15));
  EXPECT_EQ(then.as_of, make_date(1985, 6, 15));
  for (const auto& input : then.inputs) {
    EXPECT_EQ(input.last, "1985-04");  // May's figure comes on 16 June
    EXPECT_LE(input.known_at, then.as_of);
  }
  EXPECT_EQ(run(make_date(1985, 6, 16)).inputs.at(0).last, "1985-05");
}

TEST_F(Runner, NothingKnownIsRefused) {
  try {
    run(make_date(1960, 1, 1));
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::study_as_of);
    EXPECT_THAT(error.failure().what, HasSubstr("no figure of `m.signal` is known as of 1960-01-01"));
    EXPECT_THAT(error.failure().mend, HasSubstr("Its first figure was known on 19"));
    EXPECT_THAT(error.failure().mend, HasSubstr("take that as-of date or a later one"));
    EXPECT_GT(error.failure().place.line, 0);
  }
}

TEST_F(Runner, LookAheadIsRefused) {
  Series late;
  late.type = {Frequency::monthly, Kind::level, "index"};
  late.append(100, 1, make_date(1985, 6, 16));
  try {
    refuse_look_ahead(late, "late", make_date(1985, 6, 15), {});
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::study_look_ahead);
    EXPECT_THAT(error.failure().what, HasSubstr("`late` of 1978-05 was known on 1985-06-16"));
  }
  refuse_look_ahead(late, "late", make_date(1985, 6, 16), {});
}

TEST_F(Runner, RevisionsDoNotMoveKnownDates) {
  const auto before = run();
  revise_signal(make_date(1995, 3, 1));
  const auto after = run();
  for (std::size_t i = 0; i < 2; ++i)
    for (const auto* name : {"known_complete", "known_mean", "known_p_mean", "mean"})
      EXPECT_EQ(find_number(before.sections[i], name)->value, find_number(after.sections[i], name)->value)
          << name;
  EXPECT_EQ(after.as_of, make_date(1995, 3, 1));
  EXPECT_THAT(after.sections[0].warnings, testing::Contains(HasSubstr("were revised")));
  EXPECT_THAT(before.sections[0].warnings, testing::Not(testing::Contains(HasSubstr("were revised"))));
}

TEST_F(Runner, FormulasCarryBothDates) {
  revise_signal(make_date(1995, 3, 1));
  auto study = parse_study(kStudy, "s.toml");
  study.asked = {{"formula", "ma(m.signal, 3m)", {}}, {"formula", "published(m.signal)", {}}};
  const auto evaluated = evaluate_plan(plan_study(study, *store_), *store_, std::nullopt);
  const auto& average = evaluated.inputs.at("ma(m.signal, 3m)").series;
  ASSERT_TRUE(average.revised());
  EXPECT_EQ(average.known_at[0], make_date(1995, 3, 1));
  EXPECT_EQ(average.first_known(0), make_date(1970, 4, 16));
  const auto& moved = evaluated.inputs.at("published(m.signal)").series;
  EXPECT_EQ(to_string(moved.period(0)), "1970-02");
  EXPECT_GT(moved.size(), 200u);
  EXPECT_EQ(moved.known_at[5], make_date(1995, 3, 1));
  EXPECT_FALSE(evaluated.inputs.at("small").series.revised());
}

TEST_F(Runner, ListsInputs) {
  const auto results = run();
  ASSERT_EQ(results.inputs.size(), 2u);
  EXPECT_EQ(results.inputs[0].series, "m.signal");
  EXPECT_EQ(results.inputs[0].grade, "first release + lag");
  EXPECT_EQ(results.inputs[0].sha256.size(), 64u);
  EXPECT_THAT(results.warnings, testing::Contains(HasSubstr("m.signal, m.small")));
}

// 240 months from 1970-01, each known sixteen days after its end.
TEST_F(Runner, InputsHaveReleases) {
  const auto study = parse_study(kStudy, "s.toml");
  const auto evaluated = evaluate_plan(plan_study(study, *store_), *store_, make_date(1980, 3, 20));
  const auto& small = evaluated.inputs.at("small").releases;
  EXPECT_EQ(to_string(small.last), "1980-03-16");
  EXPECT_EQ(to_string(*small.next), "1980-04-16");
  EXPECT_EQ(small.next_series, "m.small");
  const auto late = evaluate_plan(plan_study(study, *store_), *store_, make_date(1999, 1, 1));
  EXPECT_TRUE(late.inputs.at("m.signal").releases.overdue);
  EXPECT_EQ(to_string(*late.inputs.at("m.signal").releases.next), "1990-02-16");
}

TEST_F(Runner, InputsHaveSources) {
  const auto study = parse_study(kStudy, "s.toml");
  const auto evaluated = evaluate_plan(plan_study(study, *store_), *store_, make_date(1980, 3, 20));
  const auto& sources = evaluated.inputs.at("small").sources;
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(sources[0].id, "m.small");
  EXPECT_EQ(sources[0].title, "Title of m.small");
  EXPECT_EQ(to_string(sources[0].newest), "1980-02-29");
  EXPECT_TRUE(sources[0].revised);
}

TEST_F(Runner, SameForAnyThreadCount) {
  set_thread_count(1);
  const auto serial = run();
  set_thread_count(4);
  const auto parallel = run();
  set_thread_count(0);
  ASSERT_EQ(serial.sections.size(), parallel.sections.size());
  for (std::size_t i = 0; i < serial.sections.size(); ++i) {
    const auto &one = serial.sections[i].numbers, &other = parallel.sections[i].numbers;
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t k = 0; k < one.size(); ++k)
      EXPECT_TRUE(one[k].value == other[k].value || (std::isnan(one[k].value) && std::isnan(other[k].value)))
          << one[k].name;
  }
}

}  // namespace
}  // namespace rerate
