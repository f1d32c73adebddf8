// No file: an empty ledger, and none is made by reading    -> TrialLedger.AbsentFileIsEmpty
// What was added is read back, by day and definition        -> TrialLedger.ReadsWhatWasAdded
// One section, all of a study, another study                -> TrialLedger.KeepsSectionsApart
// A definition that is there is not added again             -> TrialLedger.NeverAddsTwice
// Several alike in one call: the first                      -> TrialLedger.FirstOfSeveralAlike
// A ratio that there is none of                             -> TrialLedger.MissingFigures
// Quotes, NUL, other scripts and malformed UTF-8            -> TrialLedger.AnyText
// Rows of every kind of section, lattices among them        -> TrialLedger.EveryKind
// As of an earlier day it is added again, as of a later not -> TrialLedger.AgainAsOfAnEarlierDay
// A lattice in which more are different is added again      -> TrialLedger.LatticeWithMore
// A file of version 1 is read, and carried over by adding   -> TrialLedger.CarriesVersion1Over
// So is one of version 2, and its lattices are added again  -> TrialLedger.CarriesVersion2Over
// What a lattice was made of is kept, once for all its rows -> TrialLedger.RemembersLattices
// More definitions of it run, or choices not remembered yet -> TrialLedger.LatticeOfWhichMoreWasRun
// Any text in choices, and ten thousand options             -> TrialLedger.AnyChoices
// Choices that do not hold together                         -> TrialLedger.RefusesDamagedChoices
// Counts of definitions that no row can have                -> TrialLedger.RefusesImpossibleCounts
// Another process adds between looking and locking          -> TrialLedger.AddedMeanwhile
// Few are looked for among many                             -> TrialLedger.FewAmongMany
// 10,000 rows at once, again, and read                      -> TrialLedger.TenThousandRows
// Processes that add at the same time take turns            -> TrialLedger.ProcessesTakeTurns
// Threads too, of definitions that overlap                  -> TrialLedger.ThreadsTakeTurns
// Readers see whole additions while others write            -> TrialLedger.ReadersSeeWholeAdditions
// Another holds the lock too long                           -> TrialLedger.RefusesWhenBusy
// A file that is no database, a cut one, another's, a folder, a log left behind
//                                                           -> TrialLedger.RefusesAnUnusableFile
// A schema of another version                               -> TrialLedger.RefusesAnotherVersion
// A folder that cannot be written: reading goes, adding what is there too, more is refused
//                                                           -> TrialLedger.ReadOnlyFolder
// Writing fails at many sizes: nothing changes              -> TrialLedger.FileSizeLimit
// What an addition that died left is removed                -> TrialLedger.RemovesWhatADeadOneLeft
// A link stays one                                          -> TrialLedger.FollowsALink
// Through a link to the store it is the store's own         -> TrialLedger.BesideALinkedStore
// A store that is named without a folder                    -> TrialLedger.WithoutAFolder
#include "rerate/store/trial_ledger.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <optional>
#include <thread>

#include "rerate/base/error.h"
#include "rerate/base/file.h"
#include "rerate/store/database.h"
#include "rerate/store/import_lock.h"
#include "rerate/store/store_fixture.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;
using Clock = std::chrono::steady_clock;

Trial trial(const std::string& definition, const char* first_run = "2026-03-01",
            const std::string& section = "sectors", const std::string& study = "us.toml") {
  return {.study = study,
          .section = section,
          .kind = "rotation",
          .definition = definition,
          .words = "k = 4",
          .first_run = day(first_run),
          .as_of = day("2026-02-27"),
          .sharpe = 0.125,
          .mean = 0.5,
          .months = 720};
}

std::vector<Trial> numbered(int first, int count) {
  std::vector<Trial> made;
  for (int i = first; i < first + count; ++i) made.push_back(trial(fmt::format("{:032x}", i)));
  return made;
}

std::vector<std::string> definitions(const std::vector<Trial>& trials) {
  std::vector<std::string> found;
  for (const auto& one : trials) found.push_back(one.definition);
  return found;
}

// The folder with the ledger's file in it.
struct LedgerFolder : StoreFolder {
  std::filesystem::path file() const { return TrialLedger::beside(store()); }
  TrialLedger ledger() const { return TrialLedger::open(file()); }
  std::size_t add(const std::vector<Trial>& trials) const { return ledger().add(trials); }
};

// The exit code of `work` in a process of its own; 99 when it throws.
pid_t start_process(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int result = 99;
  try {
    result = work();
  } catch (...) {
  }
  ::_exit(result);
}

int result_of(pid_t process) {
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

TEST(TrialLedger, AbsentFileIsEmpty) {
  const LedgerFolder folder;
  EXPECT_EQ(folder.file().filename(), "store.duckdb.trials");
  const auto ledger = folder.ledger();
  EXPECT_TRUE(ledger.trials("us.toml").empty());
  EXPECT_EQ(ledger.count("us.toml", "sectors"), 0u);
  EXPECT_EQ(folder.add({}), 0u);
  EXPECT_TRUE(folder.names().empty());
}

TEST(TrialLedger, ReadsWhatWasAdded) {
  const LedgerFolder folder;
  auto ledger = folder.ledger();
  EXPECT_EQ(ledger.add(std::vector{trial("c", "2026-03-02"), trial("b"), trial("a", "2026-03-03")}), 3u);
  const auto found = ledger.trials("us.toml", "sectors");
  EXPECT_THAT(definitions(found), ElementsAre("b", "c", "a"));
  const auto& one = found[1];
  EXPECT_EQ(one.study, "us.toml");
  EXPECT_EQ(one.section, "sectors");
  EXPECT_EQ(one.words, "k = 4");
  EXPECT_EQ(to_string(one.first_run), "2026-03-02");
  EXPECT_EQ(to_string(one.as_of), "2026-02-27");
  EXPECT_EQ(one.sharpe, 0.125);
  EXPECT_EQ(one.mean, 0.5);
  EXPECT_EQ(one.months, 720);
  EXPECT_THAT(folder.names(), ElementsAre("store.duckdb.trials", "store.duckdb.trials.lock"));
}

TEST(TrialLedger, KeepsSectionsApart) {
  const LedgerFolder folder;
  auto ledger = folder.ledger();
  // The same definition counts in each section of each study on its own.
  EXPECT_EQ(ledger.add(std::vector{trial("a"), trial("a", "2026-03-01", "etfs"),
                                   trial("a", "2026-03-01", "sectors", "other.toml")}),
            3u);
  EXPECT_EQ(ledger.trials("us.toml", "sectors").size(), 1u);
  EXPECT_EQ(ledger.trials("us.toml").size(), 2u);
  EXPECT_EQ(ledger.trials("other.toml").size(), 1u);
  EXPECT_TRUE(ledger.trials("none.toml").empty());
  EXPECT_EQ(ledger.count("us.toml", "etfs"), 1u);
  EXPECT_EQ(ledger.count("other.toml", "etfs"), 0u);
}

TEST(TrialLedger, NeverAddsTwice) {
  const LedgerFolder folder;
  EXPECT_EQ(folder.add(numbered(0, 3)), 3u);
  auto again = numbered(1, 4);
  for (auto& one : again) one.sharpe = 9, one.first_run = day("2027-01-01");
  EXPECT_EQ(folder.add(again), 2u);
  const auto found = folder.ledger().trials("us.toml", "sectors");
  ASSERT_EQ(found.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(found[i].sharpe, i < 3 ? 0.125 : 9) << i;
  const auto before = read_file(folder.file());
  EXPECT_EQ(folder.add(again), 0u);
  EXPECT_EQ(read_file(folder.file()), before);
}

TEST(TrialLedger, FirstOfSeveralAlike) {
  const LedgerFolder folder;
  std::vector<Trial> trials{trial("a"), trial("b"), trial("a"), trial("a")};
  trials[2].sharpe = 7;
  EXPECT_EQ(folder.add(trials), 2u);
  const auto found = folder.ledger().trials("us.toml");
  ASSERT_THAT(definitions(found), ElementsAre("a", "b"));
  EXPECT_EQ(found[0].sharpe, 0.125);
}

TEST(TrialLedger, MissingFigures) {
  const LedgerFolder folder;
  auto one = trial("a");
  one.sharpe = kNothing;
  folder.add({one});
  const auto found = folder.ledger().trials("us.toml");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(std::isnan(found[0].sharpe));
  EXPECT_EQ(found[0].mean, 0.5);
}

TEST(TrialLedger, EveryKind) {
  const LedgerFolder folder;
  auto one = trial("a", "2026-03-01", "lows");
  one.kind = "event_study";
  one.sharpe = one.mean = one.months = kNothing;
  one.figure = "mean";
  one.value = -3.5;
  one.p = 0.04;
  auto lattice = one;
  lattice.definition = "b";
  lattice.p = kNothing;
  lattice.definitions = 3'000'000'000;
  EXPECT_EQ(folder.add({one, lattice}), 2u);
  const auto found = folder.ledger().trials("us.toml", "lows");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, "event_study");
  EXPECT_TRUE(std::isnan(found[0].sharpe) && std::isnan(found[0].mean) && std::isnan(found[0].months));
  EXPECT_EQ(found[0].figure, "mean");
  EXPECT_EQ(found[0].value, -3.5);
  EXPECT_EQ(found[0].p, 0.04);
  EXPECT_EQ(found[0].definitions, 1);
  EXPECT_TRUE(std::isnan(found[1].p));
  EXPECT_EQ(found[1].definitions, 3'000'000'000);
}

TEST(TrialLedger, AgainAsOfAnEarlierDay) {
  const LedgerFolder folder;
  const auto as_of = [](const char* date) {
    auto one = trial("a");
    one.as_of = day(date);
    return one;
  };
  EXPECT_EQ(folder.add({as_of("2026-02-27")}), 1u);
  EXPECT_EQ(folder.add({as_of("2026-03-31")}), 0u);
  EXPECT_EQ(folder.add({as_of("2015-12-31")}), 1u);
  EXPECT_EQ(folder.add({as_of("2020-12-31"), as_of("2010-12-31"), as_of("2012-12-31")}), 1u);
  std::vector<std::string> days;
  for (const auto& one : folder.ledger().trials("us.toml")) days.push_back(to_string(one.as_of));
  EXPECT_THAT(days, ElementsAre("2010-12-31", "2015-12-31", "2026-02-27"));
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 1u);
}

// As version 1 wrote it.
void write_version_1(const std::filesystem::path& file, int rows) {
  auto database = Database::open(file, DatabaseAccess::create);
  database.execute("CREATE TABLE rerate_trials (schema_version INTEGER NOT NULL)");
  database.execute("INSERT INTO rerate_trials VALUES (1)");
  database.execute(
      "CREATE TABLE trials (study VARCHAR NOT NULL, section VARCHAR NOT NULL, definition VARCHAR NOT NULL, "
      "words VARCHAR NOT NULL, first_run DATE NOT NULL, as_of DATE NOT NULL, sharpe DOUBLE, mean DOUBLE, "
      "months DOUBLE)");
  database.execute(fmt::format(
      "INSERT INTO trials SELECT 'us.toml', 'sectors', printf('%032x', i), 'k = 4', DATE "
      "'2025-12-31', DATE '2025-11-30', CASE WHEN i > 0 THEN 0.01 * i END, 0.5, 700 FROM range({}) "
      "r(i)",
      rows));
  database.execute("CHECKPOINT");
}

TEST(TrialLedger, LatticeWithMore) {
  const LedgerFolder folder;
  auto lattice = trial("a");
  lattice.definitions = 348;
  EXPECT_EQ(folder.add({lattice}), 1u);
  lattice.as_of = day("2026-03-31");
  lattice.definitions = 340;
  EXPECT_EQ(folder.add({lattice}), 0u);
  lattice.definitions = 350;
  EXPECT_EQ(folder.add({lattice}), 1u);
  EXPECT_EQ(folder.add({lattice}), 0u);
  lattice.as_of = day("2026-01-31");  // what an earlier day counts
  lattice.definitions = 300;
  EXPECT_EQ(folder.add({lattice}), 1u);
  const auto found = folder.ledger().trials("us.toml");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].definitions, 300);
  EXPECT_LT(found[1].added, found[2].added);
  EXPECT_LT(found[2].added, found[0].added);
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 1u);
}

TEST(TrialLedger, CarriesVersion1Over) {
  const LedgerFolder folder;
  write_version_1(folder.file(), 3);
  const auto expect_carried = [](const std::vector<Trial>& found) {
    ASSERT_GE(found.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(found[i].kind, "rotation");
      EXPECT_EQ(found[i].definition, fmt::format("{:032x}", i));
      EXPECT_EQ(found[i].words, "k = 4");
      EXPECT_EQ(to_string(found[i].first_run) + to_string(found[i].as_of), "2025-12-312025-11-30");
      EXPECT_EQ(std::isnan(found[i].sharpe), i == 0);
      EXPECT_EQ(found[i].months, 700);
      EXPECT_EQ(found[i].figure, "");
      EXPECT_TRUE(std::isnan(found[i].value) && std::isnan(found[i].p));
      EXPECT_EQ(found[i].definitions, 1);
    }
    EXPECT_EQ(found[2].sharpe, 0.02);
  };
  const auto before = read_file(folder.file());
  expect_carried(folder.ledger().trials("us.toml", "sectors"));
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 3u);
  EXPECT_EQ(folder.add(numbered(0, 3)), 0u);  // its as-of day is later
  EXPECT_EQ(read_file(folder.file()), before);
  EXPECT_EQ(folder.add(numbered(1, 4)), 2u);
  const auto found = folder.ledger().trials("us.toml", "sectors");
  expect_carried(found);
  EXPECT_EQ(found.size(), 5u);
  EXPECT_EQ(folder.add(numbered(0, 5)), 0u);
}

RememberedLattice lattice_of_six() {
  return {"0123456789abcdef0123456789abcdef",
          {{"episode.until", "until", {"50", "51", "52"}, {"", "", ""}, 1, true},
           {"returns", "returns", {"price", "total"}, {"", "feed"}, 0, false}},
          6,
          6};
}

Trial lattice_trial(const std::string& definition, const RememberedLattice& lattice,
                    const std::string& section = "sectors") {
  auto one = trial(definition, "2026-03-01", section);
  one.definitions = 5;
  one.lattice = std::make_shared<RememberedLattice>(lattice);
  return one;
}

// What there is of a lattice, in one line.
std::string told(const Trial& one) {
  if (!one.lattice) return "none";
  auto text = fmt::format("{} {}/{}", one.lattice->own, one.lattice->run, one.lattice->counted);
  for (const auto& choice : one.lattice->choices) {
    text += fmt::format("; {} {} {} {}", choice.key, choice.name, choice.usual, choice.ordered);
    for (std::size_t i = 0; i < choice.options.size(); ++i)
      text += fmt::format(" {}[{}]", choice.options[i], choice.contents[i]);
  }
  return text;
}

TEST(TrialLedger, RemembersLattices) {
  const LedgerFolder folder;
  auto sample = lattice_of_six();
  sample.run = 4;
  sample.counted = 3;
  EXPECT_EQ(folder.add({trial("a"), lattice_trial("b", lattice_of_six()), lattice_trial("b", sample, "etfs"),
                        lattice_trial("c", lattice_of_six())}),
            4u);
  EXPECT_EQ(folder.add({lattice_trial("b", lattice_of_six(), "third")}), 1u);
  const std::string six =
      "0123456789abcdef0123456789abcdef 6/6; episode.until until 1 true 50[] 51[] 52[]; returns returns 0 "
      "false price[] total[feed]";
  std::vector<std::string> found;
  for (const auto& one : folder.ledger().trials("us.toml")) found.push_back(one.definition + " " + told(one));
  EXPECT_THAT(found, ElementsAre("a none", "b 0123456789abcdef0123456789abcdef 4/3" + six.substr(36),
                                 "b " + six, "b " + six, "c " + six));
  auto database = Database::open(folder.file(), DatabaseAccess::read_only);
  Rows rows = database.query("SELECT CAST(count(*) AS INTEGER) FROM choices");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integers(0)[0], 10);  // of b once
}

TEST(TrialLedger, LatticeOfWhichMoreWasRun) {
  const LedgerFolder folder;
  auto unknown = lattice_trial("a", {});
  unknown.lattice = nullptr;
  EXPECT_EQ(folder.add({unknown}), 1u);
  auto lattice = lattice_of_six();
  lattice.run = lattice.counted = 3;
  EXPECT_EQ(folder.add({lattice_trial("a", lattice)}), 1u);
  EXPECT_EQ(folder.add({lattice_trial("a", lattice), unknown}), 0u);
  EXPECT_EQ(folder.add({lattice_trial("a", lattice_of_six())}), 1u);
  EXPECT_EQ(folder.add({lattice_trial("a", lattice_of_six()), lattice_trial("a", lattice), unknown}), 0u);
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 1u);
}

TEST(TrialLedger, CarriesVersion2Over) {
  const LedgerFolder folder;
  {
    auto database = Database::open(folder.file(), DatabaseAccess::create);
    database.execute("CREATE TABLE rerate_trials (schema_version INTEGER NOT NULL)");
    database.execute("INSERT INTO rerate_trials VALUES (2)");
    database.execute(
        "CREATE TABLE trials (study VARCHAR NOT NULL, section VARCHAR NOT NULL, kind VARCHAR NOT NULL, "
        "definition VARCHAR NOT NULL, words VARCHAR NOT NULL, first_run DATE NOT NULL, as_of DATE NOT NULL, "
        "sharpe DOUBLE, mean DOUBLE, months DOUBLE, figure VARCHAR NOT NULL, value DOUBLE, p DOUBLE, "
        "definitions BIGINT NOT NULL)");
    database.execute(
        "INSERT INTO trials VALUES ('us.toml', 'sectors', 'event_study', 'a', '6 definitions', DATE "
        "'2026-01-31', DATE '2026-02-27', NULL, NULL, NULL, 'mean', 3.5, 0.25, 5)");
    database.execute("CHECKPOINT");
  }
  const auto expect_first = [](const Trial& one) {
    EXPECT_EQ(one.kind + one.words + one.figure, "event_study6 definitionsmean");
    EXPECT_EQ(one.value, 3.5);
    EXPECT_EQ(one.p, 0.25);
    EXPECT_EQ(one.definitions, 5);
    EXPECT_EQ(told(one), "none");
  };
  auto found = folder.ledger().trials("us.toml");
  ASSERT_EQ(found.size(), 1u);
  expect_first(found[0]);
  EXPECT_EQ(folder.add({lattice_trial("a", lattice_of_six()), trial("b")}), 2u);
  found = folder.ledger().trials("us.toml", "sectors");
  ASSERT_EQ(found.size(), 3u);
  expect_first(found[0]);
  EXPECT_EQ(found[1].definition, "a");
  EXPECT_THAT(told(found[1]), testing::HasSubstr("episode.until"));
  EXPECT_LT(found[0].added, found[1].added);
  EXPECT_EQ(folder.add({lattice_trial("a", lattice_of_six()), trial("b")}), 0u);
}

TEST(TrialLedger, AnyChoices) {
  const LedgerFolder folder;
  RememberedLattice lattice{"own", {}, 9'990, 1};
  RememberedChoice many{"k", "größer", {}, {}, 17, true};
  for (int i = 0; i < 9'990; ++i) many.options.push_back(std::to_string(i));
  many.options[3] = "it's \"four\"; 'DROP TABLE choices'\n";
  many.contents.resize(many.options.size());
  lattice.choices = {many};
  folder.add({lattice_trial("a", lattice)});
  const auto found = folder.ledger().trials("us.toml");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].lattice->choices[0].options, many.options);
  EXPECT_EQ(found[0].lattice->choices[0].usual, 17u);
  EXPECT_EQ(found[0].lattice->choices[0].name, "größer");
  lattice.choices[0].options[5] = std::string("a\0b\xff", 4);
  folder.add({lattice_trial("b", lattice)});
  EXPECT_EQ(folder.ledger().trials("us.toml")[1].lattice->choices[0].options[5], "a\uFFFDb\uFFFD");
}

TEST(TrialLedger, RefusesDamagedChoices) {
  const LedgerFolder folder;
  folder.add({lattice_trial("a", lattice_of_six())});
  const auto whole = read_file(folder.file());
  for (const char* damage :
       {"DELETE FROM choices", "DELETE FROM choices WHERE option = 1", "DELETE FROM choices WHERE choice = 0",
        "UPDATE choices SET usual = true", "UPDATE choices SET usual = false",
        "UPDATE choices SET option = -1 WHERE option = 0", "UPDATE choices SET choice = -2147483648",
        "UPDATE choices SET choice = choice - 1", "UPDATE choices SET choice = -1 WHERE choice = 1",
        "UPDATE trials SET run = 7", "UPDATE trials SET run = -1", "UPDATE trials SET counted = 0",
        "UPDATE trials SET counted = 9223372036854775807, run = 9223372036854775807", "DROP TABLE choices",
        "ALTER TABLE choices DROP usual", "ALTER TABLE choices ALTER words TYPE INTEGER USING 3",
        "INSERT INTO choices SELECT 'a', 2, 'k', 'k', true, i, 'w', '', i = 0 FROM range(20001) r(i)",
        "INSERT INTO choices SELECT 'a', 2 + i // 2, 'k', 'k', true, i % 2, 'w', '', i % 2 = 0 FROM "
        "range(200) "
        "r(i)"}) {
    write_file_atomically(folder.file(), whole);
    {
      auto database = Database::open(folder.file(), DatabaseAccess::create);
      database.execute(damage);
      database.execute("CHECKPOINT");
    }
    EXPECT_EQ(refusal_of([&] { folder.ledger().trials("us.toml"); }), "trials_unusable") << damage;
  }
}

TEST(TrialLedger, RefusesImpossibleCounts) {
  const LedgerFolder folder;
  auto lattice = trial("b");
  lattice.definitions = std::int64_t{1} << 62;
  folder.add({trial("a"), lattice});
  EXPECT_EQ(folder.ledger().trials("us.toml")[1].definitions, std::int64_t{1} << 62);
  const auto whole = read_file(folder.file());
  for (const char* count :
       {"0", "-1", "-9223372036854775808", "4611686018427387905", "9223372036854775807"}) {
    write_file_atomically(folder.file(), whole);
    {
      auto database = Database::open(folder.file(), DatabaseAccess::create);
      database.execute(fmt::format("UPDATE trials SET definitions = {} WHERE definition = 'a'", count));
      database.execute("CHECKPOINT");
    }
    EXPECT_EQ(refusal_of([&] { folder.ledger().trials("us.toml"); }), "trials_unusable") << count;
  }
}

TEST(TrialLedger, AddedMeanwhile) {
  const LedgerFolder folder;
  folder.add(numbered(0, 3));
  std::optional<ImportLock> held(std::in_place, folder.file(), std::chrono::seconds{0});
  std::size_t added = 9;
  std::thread waiting([&] { added = folder.add(numbered(2, 4)); });
  std::this_thread::sleep_for(std::chrono::milliseconds{100});  // it has looked by then, and waits
  const auto other = folder.path() / "other";
  TrialLedger(other).add(numbered(0, 5));
  std::filesystem::rename(other, folder.file());
  held.reset();
  waiting.join();
  EXPECT_EQ(added, 1u);
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 6u);
}

TEST(TrialLedger, FewAmongMany) {
  const LedgerFolder folder;
  folder.add(numbered(0, 2'000));
  EXPECT_EQ(folder.add(numbered(1'998, 4)), 2u);
  EXPECT_EQ(folder.add({trial(fmt::format("{:032x}", 1), "2026-03-01", "another")}), 1u);
  EXPECT_EQ(folder.add(numbered(500, 1'600)), 98u);
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 2'100u);
}

TEST(TrialLedger, AnyText) {
  const LedgerFolder folder;
  const std::vector<std::string> studies = {"o'brien's \"best\".toml", "branchen-übersicht.toml",
                                            std::string("a\0b.toml", 8), "bad\xff\xfe.toml",
                                            "'; DROP TABLE trials"};
  for (const auto& study : studies) {
    auto one = trial("a", "2026-03-01", "it's", study);
    one.words = "größer; 'k' = \"4\"\n";
    EXPECT_EQ(folder.add({one}), 1u) << study;
    EXPECT_EQ(folder.add({one}), 0u) << study;
    const auto found = folder.ledger().trials(study, "it's");
    ASSERT_EQ(found.size(), 1u) << study;
    EXPECT_EQ(found[0].words, one.words);
  }
  EXPECT_EQ(folder.ledger().trials(studies[1])[0].study, studies[1]);
  EXPECT_EQ(folder.ledger().trials(studies[3])[0].study, "bad\uFFFD\uFFFD.toml");
}

TEST(TrialLedger, TenThousandRows) {
  const LedgerFolder folder;
  const auto first = numbered(0, 10'000);
  const auto begin = Clock::now();
  EXPECT_EQ(folder.add(first), 10'000u);
  EXPECT_EQ(folder.add(numbered(5'000, 10'000)), 5'000u);
  EXPECT_EQ(folder.add(first), 0u);
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 15'000u);
  EXPECT_EQ(folder.ledger().trials("us.toml", "sectors").size(), 15'000u);
  const std::chrono::duration<double> took = Clock::now() - begin;
  RecordProperty("seconds", fmt::format("{:.3f}", took.count()));
  // Each step is to take well below a second, also beside others on a slow machine.
  EXPECT_LT(took.count(), 5);
}

TEST(TrialLedger, ProcessesTakeTurns) {
  const LedgerFolder folder;
  std::vector<pid_t> processes;
  for (int p = 0; p < 3; ++p)
    processes.push_back(start_process([&, p] {
      std::size_t added = 0;
      for (int round = 0; round < 4; ++round) added += folder.add(numbered(1000 * p + 100 * round, 100));
      return added == 400 ? 0 : 1;
    }));
  for (const auto process : processes) EXPECT_EQ(result_of(process), 0);
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 1200u);
}

TEST(TrialLedger, ThreadsTakeTurns) {
  const LedgerFolder folder;
  std::array<std::size_t, 4> added{};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < added.size(); ++t)
    threads.emplace_back([&, t] { added[t] = folder.add(numbered(50 * static_cast<int>(t), 100)); });
  for (auto& thread : threads) thread.join();
  // 0..249 in four overlapping stretches: whoever came first, each once.
  EXPECT_EQ(added[0] + added[1] + added[2] + added[3], 250u);
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 250u);
}

TEST(TrialLedger, ReadersSeeWholeAdditions) {
  const LedgerFolder folder;
  const auto reader = start_process([&] {
    std::size_t last = 0;
    while (last < 1000) {
      const auto seen = folder.ledger().count("us.toml", "sectors");
      if (seen < last || seen % 100 != 0) return 1;
      last = seen;
    }
    return 0;
  });
  for (int i = 0; i < 10; ++i) folder.add(numbered(100 * i, 100));
  EXPECT_EQ(result_of(reader), 0);
}

TEST(TrialLedger, RefusesWhenBusy) {
  const LedgerFolder folder;
  std::optional<ImportLock> held(std::in_place, folder.file(), std::chrono::seconds{0});
  EXPECT_EQ(refusal_of([&] { folder.ledger().add(numbered(0, 1), std::chrono::milliseconds{30}); }),
            "store_busy");
  EXPECT_TRUE(folder.ledger().trials("us.toml").empty());
  held.reset();
  EXPECT_EQ(folder.add(numbered(0, 1)), 1u);
}

TEST(TrialLedger, RefusesAnUnusableFile) {
  const LedgerFolder folder;
  folder.add(numbered(0, 5'000));
  const auto whole = read_file(folder.file());
  const auto expect_refused = [&](const std::string& content) {
    write_file_atomically(folder.file(), content);
    EXPECT_EQ(refusal_of([&] { folder.ledger(); }), "trials_unusable");
    EXPECT_EQ(read_file(folder.file()), content);
  };
  expect_refused("not a database");
  expect_refused("");
  expect_refused(whole.substr(0, 5'000));
  // Rows that are cut off or overwritten show when they are read, or before anything is added to them.
  auto damaged = whole;
  for (std::size_t i = whole.size() / 3; i < damaged.size(); ++i) damaged[i] = static_cast<char>(i * 7);
  for (const auto& content : {whole.substr(0, whole.size() / 2), damaged}) {
    write_file_atomically(folder.file(), content);
    EXPECT_EQ(refusal_of([&] { folder.ledger().trials("us.toml"); }), "trials_unusable");
    EXPECT_EQ(refusal_of([&] { folder.add(numbered(4'000, 2'000)); }), "trials_unusable");
    EXPECT_EQ(read_file(folder.file()), content);
  }
  import_pack(folder.store(), one_series("p", "1", "p.x", {{0, Date{1}, 1.0}}), day("2026-03-01"));
  expect_refused(read_file(folder.store()));
  write_file_atomically(folder.file(), whole);
  write_file_atomically(folder.file().string() + ".wal", "a log");
  EXPECT_EQ(refusal_of([&] { folder.ledger(); }), "trials_unusable");
  EXPECT_EQ(refusal_of([&] { TrialLedger::open(folder.path()); }), "trials_unusable");
}

TEST(TrialLedger, RefusesAnotherVersion) {
  const LedgerFolder folder;
  {
    auto database = Database::open(folder.file(), DatabaseAccess::create);
    database.execute("CREATE TABLE rerate_trials (schema_version INTEGER NOT NULL)");
    database.execute("INSERT INTO rerate_trials VALUES (4)");
    database.execute("CHECKPOINT");
  }
  try {
    folder.ledger();
    ADD_FAILURE() << "opened";
  } catch (const UserError& error) {
    EXPECT_THAT(to_string(error.failure()),
                testing::HasSubstr(
                    "a newer version of Rerate wrote it: this program reads schema versions up to 3, the "
                    "file has 4"));
  }
}

// Tests may run with all rights, which no mode bars: the lock file is barred instead, by a folder of its name.
TEST(TrialLedger, ReadOnlyFolder) {
  const LedgerFolder folder;
  folder.add(numbered(0, 10));
  std::filesystem::remove(folder.file().string() + ".lock");
  std::filesystem::create_directory(folder.file().string() + ".lock");
  std::filesystem::permissions(folder.path(),
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  const auto before = folder.names();
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 10u);
  EXPECT_EQ(folder.add(numbered(0, 10)), 0u);
  EXPECT_EQ(refusal_of([&] { folder.add(numbered(0, 11)); }), "file_unwritable");
  EXPECT_EQ(folder.names(), before);
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
}

TEST(TrialLedger, FileSizeLimit) {
  const LedgerFolder folder;
  folder.add(numbered(0, 1'000));
  const auto before = read_file(folder.file());
  int refused = 0;
  for (std::uintmax_t limit = 0; limit < 4 * before.size(); limit += before.size() / 4) {
    const auto outcome = result_of(start_process([&] {
      const rlimit most{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &most);
      const auto told = refusal_of([&] { folder.add(numbered(1'000, 20'000)); });
      return told == "nothing refused" ? 0 : told == "file_unwritable" ? 1 : 2;
    }));
    ASSERT_TRUE(outcome == 0 || outcome == 1) << outcome << " at " << limit;
    if (outcome == 0) break;
    ++refused;
    ASSERT_EQ(read_file(folder.file()), before) << limit;
    ASSERT_THAT(folder.names(), ElementsAre("store.duckdb.trials", "store.duckdb.trials.lock")) << limit;
  }
  EXPECT_GT(refused, 2);
}

TEST(TrialLedger, RemovesWhatADeadOneLeft) {
  const LedgerFolder folder;
  folder.add(numbered(0, 10));
  for (const char* name : {"store.duckdb.trials.importing", "store.duckdb.trials.importing.wal"})
    write_file_atomically(folder.path() / name, "half a file");
  EXPECT_EQ(folder.ledger().count("us.toml", "sectors"), 10u);
  EXPECT_EQ(folder.add(numbered(5, 10)), 5u);
  EXPECT_THAT(folder.names(), UnorderedElementsAre("store.duckdb.trials", "store.duckdb.trials.lock"));
}

TEST(TrialLedger, FollowsALink) {
  const LedgerFolder folder;
  const auto real = folder.path() / "real.trials";
  TrialLedger::open(real).add(numbered(0, 2));
  std::filesystem::create_symlink("real.trials", folder.file());
  EXPECT_EQ(folder.add(numbered(0, 3)), 1u);
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file()));
  EXPECT_EQ(TrialLedger::open(real).count("us.toml", "sectors"), 3u);
}

TEST(TrialLedger, BesideALinkedStore) {
  const LedgerFolder folder;
  std::filesystem::create_directory(folder.path() / "other");
  write_file_atomically(folder.store(), "a store");
  const auto link = folder.path() / "other" / "linked.duckdb";
  std::filesystem::create_symlink("../store.duckdb", link);
  EXPECT_TRUE(std::filesystem::equivalent(TrialLedger::beside(link).parent_path(), folder.path()));
  EXPECT_EQ(TrialLedger::beside(link).filename(), folder.file().filename());
}

TEST(TrialLedger, WithoutAFolder) {
  const LedgerFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  std::size_t added = 0;
  std::string failure;
  try {
    added = TrialLedger::open("bare.duckdb.trials").add(numbered(0, 3));
  } catch (const std::exception& error) {
    failure = error.what();
  }
  std::filesystem::current_path(before);
  EXPECT_EQ(failure, "");
  EXPECT_EQ(added, 3u);
}

}  // namespace
}  // namespace rerate
