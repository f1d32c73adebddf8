// Values as of dates after several imports         -> ImportPack.RevisionsAreReadAsOf
// The same content again writes nothing            -> ImportPack.SameContentWritesNothing
// The same figures under another hash add no rows  -> ImportPack.SameFiguresAddNoRows
// replace forgets, also when the hash is the same  -> ImportPack.ReplaceForgets
// An import leaves other packs as they are         -> ImportPack.LeavesOtherPacksAlone
// A series of another pack, or twice in one        -> ImportPack.RefusesConflicts
// Series that are gone are withdrawn               -> ImportPack.WithdrawsSeries
// Losing most series at once is taken for a mistake -> ImportPack.RefusesToLoseMostSeries
// A changed release rule                           -> ImportPack.ChangedRuleMovesDates
// True vintages after dates by rule                -> ImportPack.VintagesReplaceTheStandIn
// Another frequency                                -> ImportPack.AnotherFrequencyStartsAnew
// Text that is not UTF-8                           -> ImportPack.RefusesForeignText
// Values keep their bits                           -> ImportPack.KeepsBits
// A link is followed, also to a file not there yet -> ImportPack.FollowsALink
// A link that leads nowhere                        -> ImportPack.RefusesALinkToItself
// The file's mode is kept                          -> ImportPack.KeepsTheMode
// A store that cannot be read is not overwritten   -> ImportPack.RefusesADamagedStore
// A folder that cannot be written                  -> ImportPack.RefusesAnUnwritableFolder
// Random imports of several packs                  -> ImportPack.EqualsANaiveModel
#include "rerate/store/store_import.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <bit>
#include <cmath>
#include <map>

#include "rerate/base/file.h"
#include "rerate/base/random_stream.h"
#include "rerate/store/store_fixture.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Date kFirst = day("2026-01-15");
const Date kSecond = day("2026-02-15");
const Date kThird = day("2026-03-15");

TEST(ImportPack, RevisionsAreReadAsOf) {
  const StoreFolder folder;
  const auto january = month("2025-01"), february = month("2025-02");
  const Date published = day("2025-02-16");
  auto summary =
      import_pack(folder.store(), one_series("p", "1", "a.x", {{january, published, 1.0}}), kFirst);
  EXPECT_FALSE(summary.unchanged);
  EXPECT_EQ(summary.series, 1u);
  EXPECT_EQ(summary.observations, 1u);
  EXPECT_EQ(summary.revisions, 0u);
  summary = import_pack(
      folder.store(),
      one_series("p", "2", "a.x", {{january, published, 1.5}, {february, day("2025-03-16"), 2.0}}), kSecond);
  EXPECT_EQ(summary.observations, 2u);
  EXPECT_EQ(summary.revisions, 1u);
  import_pack(folder.store(), one_series("p", "3", "a.x", {{february, day("2025-03-16"), 2.0}}), kThird);

  const auto values = [&](Date as_of) { return read_one(folder.store(), "a.x", as_of).value; };
  EXPECT_THAT(values(published - 1), ElementsAre());
  EXPECT_THAT(values(published), ElementsAre(1.0));
  EXPECT_THAT(values(day("2025-03-15")), ElementsAre(1.0));
  EXPECT_THAT(values(day("2025-03-16")), ElementsAre(1.0, 2.0));
  EXPECT_THAT(values(kSecond - 1), ElementsAre(1.0, 2.0));
  EXPECT_THAT(values(kSecond), ElementsAre(1.5, 2.0));
  EXPECT_THAT(values(kThird - 1), ElementsAre(1.5, 2.0));
  EXPECT_THAT(values(kThird), ElementsAre(2.0));
  EXPECT_EQ(read_one(folder.store(), "a.x", kSecond).known_at[0], kSecond);
}

TEST(ImportPack, SameContentWritesNothing) {
  const StoreFolder folder;
  const auto pack = one_series("p", "1", "a.x", {{1, Date{100}, 1.0}});
  import_pack(folder.store(), pack, kFirst);
  struct stat before {
  }, after{};
  ::stat(folder.store().c_str(), &before);
  const auto summary = import_pack(folder.store(), pack, kSecond);
  ::stat(folder.store().c_str(), &after);
  EXPECT_TRUE(summary.unchanged);
  EXPECT_EQ(summary.observations, 0u);
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_EQ(Store::open(folder.store()).packs()[0].imported_on, kFirst);
}

TEST(ImportPack, SameFiguresAddNoRows) {
  const StoreFolder folder;
  auto pack = one_series("p", "1", "a.x", {{1, Date{100}, 1.0}, {2, Date{130}, kNothing}});
  import_pack(folder.store(), pack, kFirst);
  pack.content_hash = "2";
  pack.series[0].entry.title = "Another title";
  const auto summary = import_pack(folder.store(), pack, kSecond);
  EXPECT_FALSE(summary.unchanged);
  EXPECT_EQ(summary.observations, 0u);
  const auto store = Store::open(folder.store());
  EXPECT_EQ(store.history("a.x").size(), 2u);
  EXPECT_EQ(store.catalogue()[0].title, "Another title");
  EXPECT_EQ(store.packs()[0].content_hash, "2");
}

TEST(ImportPack, ReplaceForgets) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("p", "1", "a.x", {{1, Date{100}, 1.0}}), kFirst);
  const auto corrected = one_series("p", "2", "a.x", {{1, Date{100}, 2.0}});
  import_pack(folder.store(), corrected, kSecond);
  EXPECT_EQ(Store::open(folder.store()).history("a.x").size(), 2u);
  const auto summary = import_pack(folder.store(), corrected, kThird, ImportMode::replace);
  EXPECT_FALSE(summary.unchanged);
  EXPECT_EQ(summary.observations, 1u);
  const auto history = Store::open(folder.store()).history("a.x");
  ASSERT_EQ(history.size(), 1u);
  EXPECT_EQ(history[0].known_at, Date{100});
  EXPECT_EQ(history[0].value, 2.0);
}

TEST(ImportPack, LeavesOtherPacksAlone) {
  const StoreFolder folder;
  import_pack(folder.store(),
              one_series("first", "1", "a.x", {{1, Date{100}, 1.0}, {1, Date{200}, 1.5}}, Grade::vintage),
              kFirst);
  import_pack(folder.store(), one_series("second", "1", "b.x", {{1, Date{100}, 9.0}}), kFirst);
  const auto sha = [&] {
    return Store::open(folder.store()).read(std::vector<std::string>{"a.x"}, kEndOfTime)[0].sha256;
  };
  const auto before = sha();
  import_pack(folder.store(), one_series("second", "2", "b.x", {{1, Date{100}, 8.0}}), kSecond);
  import_pack(folder.store(), one_series("second", "3", "b.y", {}), kThird, ImportMode::replace);
  EXPECT_EQ(sha(), before);
  const auto store = Store::open(folder.store());
  EXPECT_EQ(store.history("a.x").size(), 2u);
  const auto packs = store.packs();
  ASSERT_EQ(packs.size(), 2u);
  EXPECT_EQ(packs[0].name, "first");
  EXPECT_EQ(packs[0].imported_on, kFirst);
  EXPECT_EQ(packs[1].imported_on, kThird);
}

TEST(ImportPack, RefusesConflicts) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("first", "1", "a.x", {{1, Date{100}, 1.0}}), kFirst);
  const auto before = read_file(folder.store());
  try {
    import_pack(folder.store(), one_series("second", "1", "a.x", {{1, Date{100}, 2.0}}), kFirst);
    FAIL() << "imported";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::pack_conflict);
    EXPECT_THAT(error.failure().what,
                testing::AllOf(HasSubstr("`a.x`"), HasSubstr("`first`"), HasSubstr("`second`")));
  }
  auto twice = one_series("third", "1", "c.x", {});
  twice.series.push_back(twice.series[0]);
  EXPECT_EQ(refusal_of([&] { import_pack(folder.store(), twice, kFirst); }), "pack_conflict");
  EXPECT_EQ(read_file(folder.store()), before);
}

TEST(ImportPack, RefusesToLoseMostSeries) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("p", "1", "a.x", {{1, Date{100}, 1.0}}), kFirst);
  const auto before = read_file(folder.store());
  const auto other = one_series("p", "2", "b.x", {{1, Date{100}, 2.0}});
  EXPECT_EQ(refusal_of([&] { import_pack(folder.store(), other, kSecond); }), "pack_vanishing");
  EXPECT_EQ(read_file(folder.store()), before);
  EXPECT_EQ(import_pack(folder.store(), other, kSecond, ImportMode::replace).withdrawn, 1u);
  EXPECT_THAT(read_one(folder.store(), "b.x").value, ElementsAre(2.0));
}

TEST(ImportPack, WithdrawsSeries) {
  const StoreFolder folder;
  PackContents pack{"p", "1", {}};
  for (const char* id : {"a.x", "a.y", "a.z"})
    pack.series.push_back({monthly_entry(id), {{1, Date{100}, static_cast<double>(id[2])}}});
  import_pack(folder.store(), pack, kFirst);
  pack.content_hash = "2";
  pack.series.erase(pack.series.begin());
  const auto summary = import_pack(folder.store(), pack, kSecond);
  EXPECT_EQ(summary.withdrawn, 1u);
  const auto store = Store::open(folder.store());
  ASSERT_EQ(store.catalogue().size(), 2u);
  EXPECT_EQ(store.read(std::vector<std::string>{"a.z"}, kEndOfTime)[0].series.value[0],
            static_cast<double>('z'));
  // Free for another pack now.
  import_pack(folder.store(), one_series("q", "1", "a.x", {{1, Date{100}, 7.0}}), kThird);
  EXPECT_THAT(read_one(folder.store(), "a.x").value, ElementsAre(7.0));
}

TEST(ImportPack, ChangedRuleMovesDates) {
  const StoreFolder folder;
  auto pack = one_series("p", "1", "a.x", {{1, Date{100}, 1.0}});
  import_pack(folder.store(), pack, kFirst);
  pack = one_series("p", "2", "a.x", {{1, Date{120}, 1.0}});
  pack.series[0].entry.release = *parse_release_rule("+36d");
  const auto summary = import_pack(folder.store(), pack, kSecond);
  EXPECT_EQ(summary.redated, 1u);
  EXPECT_EQ(summary.observations, 0u);
  EXPECT_TRUE(read_one(folder.store(), "a.x", Date{119}).empty());
  EXPECT_THAT(read_one(folder.store(), "a.x", Date{120}).value, ElementsAre(1.0));
}

TEST(ImportPack, VintagesReplaceTheStandIn) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("p", "1", "a.x", {{1, Date{100}, 3.0}}), kFirst);
  import_pack(folder.store(),
              one_series("p", "2", "a.x", {{1, Date{90}, 1.0}, {1, Date{400}, 3.0}}, Grade::vintage),
              kSecond);
  EXPECT_THAT(read_one(folder.store(), "a.x", Date{200}).value, ElementsAre(1.0));
  EXPECT_EQ(Store::open(folder.store()).catalogue()[0].grade, Grade::vintage);
}

TEST(ImportPack, AnotherFrequencyStartsAnew) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("p", "1", "a.x", {{600, Date{19000}, 3.0}}), kFirst);
  auto pack = one_series("p", "2", "a.x", {{200, Date{19000}, 4.0}});
  pack.series[0].entry.type.frequency = Frequency::quarterly;
  import_pack(folder.store(), pack, kSecond);
  EXPECT_THAT(read_one(folder.store(), "a.x").ordinal, ElementsAre(200));
  EXPECT_EQ(Store::open(folder.store()).history("a.x").size(), 1u);
}

TEST(ImportPack, RefusesForeignText) {
  const StoreFolder folder;
  auto pack = one_series("p", "1", "a.x", {{1, Date{100}, 3.0}});
  pack.series[0].entry.title = "Caf\xE9";
  EXPECT_EQ(refusal_of([&] { import_pack(folder.store(), pack, kFirst); }), "pack_manifest");
  EXPECT_TRUE(folder.names().empty());
}

TEST(ImportPack, KeepsBits) {
  const StoreFolder folder;
  std::vector<Observation> observations;
  const RandomStream random(3, 3);
  for (std::int32_t i = 0; i < 5000; ++i) {
    auto value = std::bit_cast<double>(random.bits(static_cast<std::uint64_t>(i)));
    if (std::isnan(value)) value = -0.0;
    observations.push_back({i - 2500, Date{3 * i - 20000}, value});
  }
  observations[7].value = std::numeric_limits<double>::denorm_min();
  import_pack(folder.store(), one_series("p", "1", "a.x", observations), kFirst);
  const auto back = Store::open(folder.store()).history("a.x");
  ASSERT_EQ(back.size(), observations.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    ASSERT_EQ(back[i].ordinal, observations[i].ordinal);
    ASSERT_EQ(back[i].known_at, observations[i].known_at);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(back[i].value),
              std::bit_cast<std::uint64_t>(observations[i].value));
  }
}

TEST(ImportPack, FollowsALink) {
  const StoreFolder folder;
  std::filesystem::create_directory(folder.path() / "real");
  std::filesystem::create_symlink("real/store.duckdb", folder.store());
  import_pack(folder.store(), one_series("p", "1", "a.x", {{1, Date{100}, 3.0}}), kFirst);
  EXPECT_TRUE(std::filesystem::is_symlink(folder.store()));
  EXPECT_THAT(read_one(folder.path() / "real" / "store.duckdb", "a.x").value, ElementsAre(3.0));
  import_pack(folder.store(), one_series("p", "2", "a.x", {{1, Date{100}, 4.0}}), kSecond);
  EXPECT_TRUE(std::filesystem::is_symlink(folder.store()));
  EXPECT_THAT(read_one(folder.store(), "a.x").value, ElementsAre(4.0));
}

TEST(ImportPack, RefusesALinkToItself) {
  const StoreFolder folder;
  std::filesystem::create_symlink("store.duckdb", folder.store());
  EXPECT_EQ(refusal_of([&] { import_pack(folder.store(), one_series("p", "1", "a.x", {}), kFirst); }),
            "file_unwritable");
}

TEST(ImportPack, KeepsTheMode) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("p", "1", "a.x", {{1, Date{100}, 3.0}}), kFirst);
  ::chmod(folder.store().c_str(), 0600);
  import_pack(folder.store(), one_series("p", "2", "a.x", {{1, Date{100}, 4.0}}), kSecond);
  struct stat status {};
  ::stat(folder.store().c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(ImportPack, RefusesADamagedStore) {
  const StoreFolder folder;
  import_pack(folder.store(), one_series("p", "1", "a.x", {{1, Date{100}, 3.0}}), kFirst);
  auto content = read_file(folder.store());
  for (std::size_t at = 20'000; at < content.size(); at += 97) content[at] ^= 0x55;
  for (const auto& damaged : {content, std::string("not a store"), std::string()}) {
    write_file_atomically(folder.store(), damaged);
    EXPECT_EQ(refusal_of([&] { import_pack(folder.store(), one_series("q", "1", "b.x", {}), kSecond); }),
              "store_unusable");
    EXPECT_EQ(read_file(folder.store()), damaged);
    EXPECT_THAT(folder.names(), ElementsAre("store.duckdb", "store.duckdb.lock"));
  }
}

TEST(ImportPack, RefusesAnUnwritableFolder) {
  const StoreFolder folder;
  write_file_atomically(folder.path() / "file", "x");
  EXPECT_EQ(refusal_of([&] {
              import_pack(folder.path() / "file" / "store.duckdb", one_series("p", "1", "a.x", {}), kFirst);
            }),
            "file_unwritable");
  // The store's own name is a folder.
  std::filesystem::create_directory(folder.store());
  EXPECT_EQ(refusal_of([&] { import_pack(folder.store(), one_series("p", "1", "a.x", {}), kFirst); }),
            "store_unusable");
}

// What a store should say, kept as plainly as can be: for each series every (period, day) -> value.
class NaiveStore {
 public:
  void import(const PackContents& pack, Date today) {
    for (const auto& batch : pack.series) {
      auto& periods = series_[batch.entry.id];
      for (const auto& one : batch.observations) {
        auto& known = periods[one.ordinal];
        if (known.empty())
          known[one.known_at] = one.value;
        else if (!same(known.rbegin()->second, one.value))
          known[std::max({today, one.known_at, known.rbegin()->first})] = one.value;
      }
      for (auto& [ordinal, known] : periods) {
        const bool gone = std::none_of(batch.observations.begin(), batch.observations.end(),
                                       [&](const auto& one) { return one.ordinal == ordinal; });
        if (gone && !std::isnan(known.rbegin()->second))
          known[std::max(today, known.rbegin()->first)] = kNothing;
      }
    }
  }

  // The figures that are visible on a day, by period; without those that are missing.
  std::map<std::int32_t, double> read(const std::string& id, Date as_of) const {
    std::map<std::int32_t, double> visible;
    for (const auto& [ordinal, known] : series_.at(id)) {
      const auto after = known.upper_bound(as_of);
      if (after != known.begin() && !std::isnan(std::prev(after)->second))
        visible[ordinal] = std::prev(after)->second;
    }
    return visible;
  }

 private:
  static bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }
  std::map<std::string, std::map<std::int32_t, std::map<Date, double>>> series_;
};

PackContents random_pack(const std::string& name, std::uint64_t round, std::uint64_t step) {
  const RandomStream random(100 + round, step);
  std::uint64_t draw = 0;
  PackContents pack{name, std::to_string(step), {}};
  for (int k = 0; k < 4; ++k) {
    SeriesBatch batch{monthly_entry(name + ".s" + std::to_string(k)), {}};
    for (std::int32_t ordinal = 0; ordinal < 15; ++ordinal)
      if (random.below(draw++, 4) != 0)
        batch.observations.push_back(
            {ordinal, Date{30 * ordinal},
             random.below(draw++, 9) == 0 ? kNothing : static_cast<double>(random.below(draw, 3))});
    pack.series.push_back(batch);
  }
  return pack;
}

TEST(ImportPack, EqualsANaiveModel) {
  for (std::uint64_t round = 0; round < 4; ++round) {
    const StoreFolder folder;
    NaiveStore naive;
    for (std::uint64_t step = 0; step < 6; ++step) {
      const auto pack = random_pack(step % 3 == 2 ? "q" : "p", round, step);
      const Date today{static_cast<int>(200 + 60 * (step / 2))};  // two imports a day
      import_pack(folder.store(), pack, today);
      naive.import(pack, today);
    }
    const auto store = Store::open(folder.store());
    for (const auto& entry : store.catalogue())
      for (int as_of = -10; as_of < 500; as_of += 7) {
        const auto series = store.read(std::vector{entry.id}, Date{as_of})[0].series;
        std::map<std::int32_t, double> visible;
        for (std::size_t i = 0; i < series.size(); ++i)
          if (!std::isnan(series.value[i])) visible[series.ordinal[i]] = series.value[i];
        ASSERT_EQ(visible, naive.read(entry.id, Date{as_of})) << round << " " << entry.id << " " << as_of;
      }
  }
}

}  // namespace
}  // namespace rerate
