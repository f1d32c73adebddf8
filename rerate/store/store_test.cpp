// No file, a folder, an empty or foreign file         -> OpenStore.RefusesWhatIsNoStore
// A DuckDB file of somebody else                      -> OpenStore.RefusesADatabaseThatIsNoStore
// A store of another schema version                   -> OpenStore.RefusesAnotherVersion
// A catalogue with unknown words or other columns     -> OpenStore.RefusesACatalogueItCannotRead
// A damaged file is refused or read right             -> OpenStore.DamagedFile
// Every field of the catalogue comes back             -> Store.CatalogueComesBack
// find answers in order, with nothing for unknown ids -> Store.FindsInOrder
// read answers in order, with dates and hash          -> Store.ReadsInOrder
// Scattered series of a large catalogue               -> Store.ReadsScatteredSeries
// Unknown ids are refused                             -> Store.RefusesUnknownSeries
// history has every revision                          -> Store.HistoryHasEveryRevision
// A Store serves several threads                      -> Store.ServesSeveralThreads
// Two Stores of one file in one process               -> Store.OpensTwice
// Reading writes nothing                              -> Store.LeavesNothingBesideTheFile
// Where the store is by default                       -> StoreLocation.FollowsTheEnvironment
// No environment to say where                         -> StoreLocation.RefusesWithoutAPlace
#include "rerate/store/store.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "rerate/base/file.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/store/database.h"
#include "rerate/store/store_fixture.h"

namespace rerate {
namespace {

using testing::ElementsAre;

const Date kToday = day("2026-01-15");

std::string refusal_to_open(const std::filesystem::path& file) {
  return refusal_of([&] { Store::open(file); });
}

TEST(OpenStore, RefusesWhatIsNoStore) {
  const StoreFolder folder;
  EXPECT_EQ(refusal_to_open(folder.store()), "store_missing");
  EXPECT_EQ(refusal_to_open(folder.path()), "store_unusable");
  const auto file = folder.path() / "x.duckdb";
  for (const auto& content :
       {std::string(), std::string("date,value\n2020-01,1\n"), std::string(100'000, '\0'),
        std::string("SQLite format 3\0", 16) + std::string(5000, 'x'),
        std::string("PAR1") + std::string(9000, 1)}) {
    write_file_atomically(file, content);
    EXPECT_EQ(refusal_to_open(file), "store_unusable") << content.substr(0, 20);
  }
}

TEST(OpenStore, RefusesADatabaseThatIsNoStore) {
  const StoreFolder folder;
  {
    auto database = Database::open(folder.store(), DatabaseAccess::create);
    database.execute("CREATE TABLE other (x INTEGER)");
    database.execute("CHECKPOINT");
  }
  EXPECT_EQ(refusal_to_open(folder.store()), "store_unusable");
}

TEST(OpenStore, RefusesAnotherVersion) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("p", "h", "a.x", {{1, Date{1}, 1.0}}), kToday);
  {
    auto database = Database::open(folder.store(), DatabaseAccess::create);
    database.execute("UPDATE rerate_store SET schema_version = 99");
    database.execute("CHECKPOINT");
  }
  try {
    Store::open(folder.store());
    FAIL() << "opened";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::store_unusable);
    EXPECT_THAT(error.failure().what, testing::HasSubstr("this program reads 1, the file has 99"));
    EXPECT_EQ(error.failure().place.file, folder.store().string());
  }
}

TEST(OpenStore, RefusesACatalogueItCannotRead) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("p", "h", "a.x", {{1, Date{1}, 1.0}}), kToday);
  for (const char* damage : {"UPDATE series SET kind = 'fish'", "UPDATE series SET grade = ''",
                             "ALTER TABLE series ALTER valid_low TYPE VARCHAR", "DROP TABLE series"}) {
    {
      auto database = Database::open(folder.store(), DatabaseAccess::create);
      database.execute(damage);
      database.execute("CHECKPOINT");
    }
    const auto store = Store::open(folder.store());
    EXPECT_EQ(refusal_of([&] { store.catalogue(); }), "store_unusable") << damage;
  }
}

// One series of 3,000 random figures: enough blocks to damage.
PackContents large_pack() {
  std::vector<Observation> observations;
  const RandomStream random(1, 1);
  for (std::int32_t i = 0; i < 3000; ++i)
    observations.push_back({i, Date{30 * i}, random.uniform(static_cast<std::uint64_t>(i))});
  return one_series("p", "h", "a.x", observations);
}

TEST(OpenStore, DamagedFile) {
  const StoreFolder folder;
  import_pack(folder.store(), large_pack(), kToday);
  const auto whole = read_file(folder.store());
  const auto right = Store::open(folder.store()).read(std::vector<std::string>{"a.x"}, kEndOfTime)[0].sha256;
  const auto file = folder.path() / "damaged.duckdb";
  const auto outcome = [&](const std::string& content) {
    write_file_atomically(file, content);
    return refusal_of([&] {
      const auto store = Store::open(file);
      EXPECT_EQ(store.read(std::vector<std::string>{"a.x"}, kEndOfTime)[0].sha256, right);
    });
  };
  int refused = 0;
  const RandomStream random(2, 2);
  for (std::uint64_t round = 0; round < 60; ++round) {
    auto content = whole;
    for (std::uint64_t i = 0; i < 8; ++i)
      content[random.below(16 * round + i, content.size())] ^=
          static_cast<char>(1 + random.below(16 * round + 8 + i, 255));
    const auto told = outcome(content);
    EXPECT_TRUE(told == "store_unusable" || told == "nothing refused") << told;
    refused += told == "store_unusable";
  }
  EXPECT_GT(refused, 10);
  for (const double part : {0.001, 0.1, 0.5, 0.9})
    EXPECT_EQ(outcome(whole.substr(0, static_cast<std::size_t>(part * static_cast<double>(whole.size())))),
              "store_unusable")
        << part;
}

TEST(Store, CatalogueComesBack) {
  const StoreFolder folder;
  auto entry = monthly_entry("french.small_value", Grade::vintage);
  entry.title = "Small value — \"BM\" high; 30%";
  entry.type.frequency = Frequency::quarterly;
  entry.type.kind = Kind::return_;
  entry.valid_low = -std::numeric_limits<double>::infinity();
  entry.valid_high = 1e300;
  entry.release = *parse_release_rule("first Friday +1m");
  entry.revised = false;
  entry.redistribute = false;
  entry.note = "it's noted";
  entry.pack = "ignored";
  import_pack(folder.store(), {"open", "h", {{entry, {{1, Date{1}, 1.0}}}, {monthly_entry("a.b"), {}}}},
              kToday);
  const auto store = Store::open(folder.store());
  const auto catalogue = store.catalogue();
  ASSERT_EQ(catalogue.size(), 2u);
  EXPECT_EQ(catalogue[0].id, "a.b");
  const auto& back = catalogue[1];
  EXPECT_EQ(back.id, entry.id);
  EXPECT_EQ(back.title, entry.title);
  EXPECT_EQ(back.type.frequency, entry.type.frequency);
  EXPECT_EQ(back.type.kind, entry.type.kind);
  EXPECT_EQ(back.type.unit, entry.type.unit);
  EXPECT_EQ(back.valid_low, entry.valid_low);
  EXPECT_EQ(back.valid_high, entry.valid_high);
  EXPECT_EQ(back.release.text, entry.release.text);
  EXPECT_EQ(back.release.months, 1);
  EXPECT_EQ(back.revised, false);
  EXPECT_EQ(back.source, entry.source);
  EXPECT_EQ(back.licence, entry.licence);
  EXPECT_EQ(back.redistribute, false);
  EXPECT_EQ(back.note, entry.note);
  EXPECT_EQ(back.pack, "open");
  EXPECT_EQ(back.grade, Grade::vintage);
  const auto packs = store.packs();
  ASSERT_EQ(packs.size(), 1u);
  EXPECT_EQ(packs[0].name, "open");
  EXPECT_EQ(packs[0].content_hash, "h");
  EXPECT_EQ(packs[0].imported_on, kToday);
}

PackContents three_series() {
  PackContents pack{"p", "h", {}};
  for (const double base : {1.0, 2.0, 3.0})
    pack.series.push_back({monthly_entry("s.n" + std::to_string(static_cast<int>(base))),
                           {{0, Date{40}, base}, {0, Date{60}, base + 0.5}, {2, Date{100}, base * 10}}});
  return pack;
}

TEST(Store, FindsInOrder) {
  const StoreFolder folder;
  import_pack(folder.store(), three_series(), kToday);
  const auto found = Store::open(folder.store())
                         .find(std::vector<std::string>{"s.n3", "s.no", "'; DROP TABLE series; --", "s.n1"});
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0]->id, "s.n3");
  EXPECT_FALSE(found[1] || found[2]);
  EXPECT_EQ(found[3]->id, "s.n1");
}

TEST(Store, ReadsInOrder) {
  const StoreFolder folder;
  import_pack(folder.store(), three_series(), kToday);
  const auto store = Store::open(folder.store());
  const auto readings = store.read(std::vector<std::string>{"s.n3", "s.n1", "s.n3"}, Date{99});
  ASSERT_EQ(readings.size(), 3u);
  EXPECT_THAT(readings[0].series.value, ElementsAre(3.5));
  EXPECT_THAT(readings[1].series.value, ElementsAre(1.5));
  EXPECT_EQ(readings[2].sha256, readings[0].sha256);
  EXPECT_EQ(readings[0].series.name, "s.n3");
  EXPECT_EQ(readings[0].first, day("1970-01-31"));
  EXPECT_EQ(readings[0].last, day("1970-01-31"));
  EXPECT_EQ(readings[0].latest_known, Date{60});
  const auto all = store.read(std::vector<std::string>{"s.n1"}, kEndOfTime)[0];
  EXPECT_EQ(all.last, day("1970-03-31"));
  EXPECT_EQ(all.latest_known, Date{100});
  EXPECT_EQ(all.series.size(), 3u);
  const auto none = store.read(std::vector<std::string>{"s.n1"}, Date{39})[0];
  EXPECT_TRUE(none.series.empty());
  EXPECT_EQ(none.first, kAlwaysKnown);
  EXPECT_TRUE(store.read({}, kEndOfTime).empty());
}

TEST(Store, ReadsScatteredSeries) {
  const StoreFolder folder;
  PackContents pack{"p", "h", {}};
  for (int i = 0; i < 700; ++i)
    pack.series.push_back({monthly_entry("s.n" + std::to_string(i)),
                           {{i, Date{i}, i + 0.25}, {i + 1, Date{i}, kNothing}, {i + 2, Date{i}, i + 0.75}}});
  import_pack(folder.store(), pack, kToday);
  const auto store = Store::open(folder.store());
  // Steps of 7 are ranges of their own (100 of them), steps of 2 are read as one range.
  for (const int step : {1, 2, 7}) {
    std::vector<std::string> ids;
    for (int i = 699; i >= 0; i -= step) ids.push_back("s.n" + std::to_string(i));
    const auto readings = store.read(ids, kEndOfTime);
    for (std::size_t k = 0; k < ids.size(); ++k) {
      const int i = 699 - step * static_cast<int>(k);
      ASSERT_EQ(readings[k].series.ordinal, (std::vector<std::int32_t>{i, i + 1, i + 2}));
      ASSERT_EQ(readings[k].series.value[0], i + 0.25);
      ASSERT_TRUE(std::isnan(readings[k].series.value[1]));
      ASSERT_EQ(readings[k].series.value[2], i + 0.75);
    }
  }
}

TEST(Store, RefusesUnknownSeries) {
  const StoreFolder folder;
  import_pack(folder.store(), three_series(), kToday);
  const auto store = Store::open(folder.store());
  EXPECT_EQ(refusal_of([&] {
              store.read(std::vector<std::string>{"s.n1", "s.x"}, kEndOfTime);
            }),
            "unknown_series");
  EXPECT_EQ(refusal_of([&] { store.history("s.x"); }), "unknown_series");
}

TEST(Store, HistoryHasEveryRevision) {
  const StoreFolder folder;
  import_pack(folder.store(), three_series(), kToday);
  const auto history = Store::open(folder.store()).history("s.n2");
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[1].known_at, Date{60});
  EXPECT_EQ(history[1].value, 2.5);
}

TEST(Store, ServesSeveralThreads) {
  const StoreFolder folder;
  import_pack(folder.store(), three_series(), kToday);
  const auto store = Store::open(folder.store());
  std::vector<double> last(64);
  parallel_for(last.size(), [&](std::size_t i) {
    const std::vector ids{"s.n" + std::to_string(1 + i % 3)};
    last[i] = store.read(ids, kEndOfTime)[0].series.value.back();
  });
  for (std::size_t i = 0; i < last.size(); ++i) EXPECT_EQ(last[i], 10.0 * static_cast<double>(1 + i % 3));
}

TEST(Store, OpensTwice) {
  const StoreFolder folder;
  import_pack(folder.store(), three_series(), kToday);
  const auto first = Store::open(folder.store());
  const auto second = Store::open(folder.store());
  EXPECT_EQ(first.catalogue().size(), second.catalogue().size());
}

TEST(Store, LeavesNothingBesideTheFile) {
  const StoreFolder folder;
  import_pack(folder.store(), three_series(), kToday);
  const auto store = Store::open(folder.store());
  store.read(std::vector<std::string>{"s.n1"}, kEndOfTime);
  EXPECT_THAT(folder.names(), ElementsAre("store.duckdb", "store.duckdb.lock"));
}

// Sets environment variables, and puts them back.
class Environment {
 public:
  explicit Environment(const std::vector<std::pair<const char*, const char*>>& values) {
    for (const auto& [name, value] : values) {
      const char* before = std::getenv(name);
      before_.emplace_back(name, before == nullptr ? std::nullopt : std::optional<std::string>(before));
      set(name, value);
    }
  }
  ~Environment() {
    for (const auto& [name, value] : before_) set(name, value ? value->c_str() : nullptr);
  }

 private:
  static void set(const char* name, const char* value) {
    if (value == nullptr)
      ::unsetenv(name);
    else
      ::setenv(name, value, 1);
  }
  std::vector<std::pair<const char*, std::optional<std::string>>> before_;
};

TEST(StoreLocation, FollowsTheEnvironment) {
  {
    const Environment set({{"RERATE_STORE", "/a/b.duckdb"}, {"XDG_DATA_HOME", "/data"}, {"HOME", "/home/x"}});
    EXPECT_EQ(default_store_file(), "/a/b.duckdb");
  }
  {
    const Environment set({{"RERATE_STORE", ""}, {"XDG_DATA_HOME", "/data"}, {"HOME", "/home/x"}});
    EXPECT_EQ(default_store_file(), "/data/rerate/store.duckdb");
  }
  for (const char* invalid : {static_cast<const char*>(nullptr), "", "relative/data"}) {
    const Environment set({{"RERATE_STORE", nullptr}, {"XDG_DATA_HOME", invalid}, {"HOME", "/home/x"}});
    EXPECT_EQ(default_store_file(), "/home/x/.local/share/rerate/store.duckdb");
  }
}

TEST(StoreLocation, RefusesWithoutAPlace) {
  const Environment set({{"RERATE_STORE", nullptr}, {"XDG_DATA_HOME", nullptr}, {"HOME", nullptr}});
  try {
    default_store_file();
    FAIL() << "a place was found";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::store_missing);
    EXPECT_THAT(error.failure().mend, testing::HasSubstr("RERATE_STORE"));
  }
}

}  // namespace
}  // namespace rerate
