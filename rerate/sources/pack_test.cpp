// Packs
//   the bundled pack is read whole: series, spans, known figures             Pack.ReadsTheBundledFigures
//   every bundled cell is an observation, dated no earlier than the rule     Pack.LosesNoBundledCell
//   release rules of the bundled pack give the right dates                   Pack.DatesOfKnowledge
//   the licensed manifest fits its data                                      Pack.LicensedManifestFitsItsData
//   the content hash follows every byte and nothing else                     PackFolder.HashFollowsContent
//   packs are found by name, by folder, by data folder                       PackFolder.IsLocated
//   a pack or its data that are not there                                    PackFolder.SaysWhatIsAbsent
//   the first bad file is told, whatever the number of threads PackFolder.SameErrorForAnyThreadCount
#include "rerate/sources/pack.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "rerate/base/error.h"
#include "rerate/base/file.h"
#include "rerate/base/parallel.h"
#include "rerate/sources/csv_reader.h"

namespace rerate {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path kProject = RERATE_SOURCE_DIR;

const PackContents& bundled() {
  static const auto contents = read_pack(pack_in(kProject / "data" / "open"));
  return contents;
}

const SeriesBatch& series(const std::string& id) {
  for (const auto& batch : bundled().series)
    if (batch.entry.id == id) return batch;
  throw std::runtime_error("no series " + id);
}

const Observation& observation(const std::string& id, const char* period) {
  const auto& batch = series(id);
  const auto wanted = parse_period(batch.entry.type.frequency, period)->ordinal;
  for (const auto& one : batch.observations)
    if (one.ordinal == wanted) return one;
  throw std::runtime_error(id + " has no " + period);
}

TEST(Pack, ReadsTheBundledFigures) {
  EXPECT_EQ(bundled().name, "open");
  EXPECT_EQ(bundled().series.size(), 55u);
  EXPECT_EQ(observation("rates.gs10", "1953-04").value, 2.83);
  EXPECT_EQ(observation("rates.gs10", "2025-11").value, 4.09);
  EXPECT_EQ(series("rates.fedfunds").observations.size(), 857u);
  EXPECT_EQ(series("macro.unrate").observations.size(), 871u);  // 2025-10 was never collected
  EXPECT_EQ(observation("macro.gdpc1", "2025Q3").value, 24024.957);
  EXPECT_EQ(observation("philly.current_activity", "2026-07").value, 41.4);
  EXPECT_EQ(observation("french.small_growth", "1953-04").value, -3.0868);
  EXPECT_EQ(observation("french.industry_other", "2026-08").value, 1.85);
  EXPECT_EQ(observation("french_be_me.big_value", "2022").value, 1.0137);
  EXPECT_EQ(observation("shiller.sp_price", "2023-08").value, 4457.3587);
  EXPECT_EQ(series("french.mkt_rf").entry.type.kind, Kind::return_);
  EXPECT_EQ(series("credit.ebp").entry.type.kind, Kind::spread);
  for (const auto& batch : bundled().series) {
    EXPECT_TRUE(batch.entry.redistribute) << batch.entry.id;
    EXPECT_NE(batch.entry.grade, Grade::none) << batch.entry.id;
    EXPECT_EQ(batch.entry.pack, "open");
  }
}

// Counted by hand-made splitting, independent of the reader: cells of the files that are not empty.
TEST(Pack, LosesNoBundledCell) {
  std::size_t cells = 0;
  for (const auto& file : fs::directory_iterator(kProject / "data" / "open")) {
    if (file.path().extension() != ".csv" || file.path().filename().string().starts_with("nber")) continue;
    std::ifstream lines(file.path());
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line))
      for (std::size_t at = line.find(','); at != std::string::npos; at = line.find(',', at + 1))
        cells += at + 1 < line.size() && line[at + 1] != ',';
  }
  std::size_t observations = 0;
  for (const auto& batch : bundled().series) {
    const auto& id = batch.entry.id;
    if (!id.starts_with("nber.")) observations += batch.observations.size();
    for (std::size_t i = 1; i < batch.observations.size(); ++i) {
      const auto &a = batch.observations[i - 1], &b = batch.observations[i];
      ASSERT_TRUE(a.ordinal < b.ordinal || (a.ordinal == b.ordinal && a.known_at < b.known_at)) << id;
    }
  }
  EXPECT_EQ(observations, cells);
}

TEST(Pack, DatesOfKnowledge) {
  const auto known = [](const std::string& id, const char* period) {
    return to_string(observation(id, period).known_at);
  };
  EXPECT_EQ(known("rates.gs10", "2025-05"), "2025-06-02");  // a Monday
  EXPECT_EQ(known("macro.gdpc1", "2025Q2"), "2025-07-30");
  EXPECT_EQ(known("macro.indpro", "2025-05"), "2025-06-16");
  EXPECT_EQ(known("macro.unrate", "2025-05"), "2025-06-06");
  EXPECT_EQ(known("philly.current_activity", "2025-05"), "2025-05-15");
  EXPECT_EQ(known("philly.new_orders", "2025-05"), "2025-05-15");
  EXPECT_EQ(known("credit.gz_spread", "2020-03"), "2020-04-10");
  EXPECT_EQ(known("fed.total_assets", "2025-05"), "2025-05-29");
  EXPECT_EQ(known("french.small_value", "2024-12"), "2024-12-31");
  EXPECT_EQ(known("french_be_me.small_value", "2022"), "2023-06-30");
  EXPECT_EQ(known("french_be_me.industry_money", "2023"), "2024-06-30");
  EXPECT_EQ(known("shiller.sp_price", "2023-05"), "2023-05-31");
  EXPECT_EQ(known("shiller.sp_earnings", "2023-05"), "2023-09-28");
}

TEST(Pack, LicensedManifestFitsItsData) {
  if (!fs::exists(kProject / "../shared/data/ism_pmi.csv")) GTEST_SKIP() << "the private data are not here";
  const auto contents = read_pack(pack_in(kProject / "data" / "licensed"));
  const auto find = [&](const std::string& id) -> const SeriesBatch& {
    return *std::find_if(contents.series.begin(), contents.series.end(),
                         [&](const auto& batch) { return batch.entry.id == id; });
  };
  EXPECT_EQ(find("ism.pmi").observations.size(), 938u);
  EXPECT_FALSE(find("ism.pmi").entry.redistribute);
  EXPECT_EQ(find("ice.hy_oas").observations.size(), 7534u);  // 7,634 rows less 100 on weekends
  EXPECT_EQ(find("russell.small_price").observations.size(), 11781u);
  EXPECT_EQ(find("vintage.indpro").entry.grade, Grade::vintage);
  EXPECT_GT(find("alfred.cpi").observations.size(), 926u);
  for (const auto& batch : contents.series) EXPECT_NE(batch.entry.grade, Grade::none) << batch.entry.id;
}

template <class Action>
Failure failure_of(Action action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return Failure{ErrorCode::command_line, "", {}, {}, {}};
}

class PackFolder : public testing::Test {
 protected:
  PackFolder() {
    char name[] = "/tmp/rerate_pack_XXXXXX";
    folder_ = mkdtemp(name);
    unsetenv("RERATE_PACK_PATH");
  }
  ~PackFolder() override {
    fs::remove_all(folder_);
    set_thread_count(0);
  }

  void write(const fs::path& file, std::string_view content) const {
    make_folder((folder_ / file).parent_path());
    write_file_atomically(folder_ / file, content);
  }
  // A pack of `files` files with one series each, whose manifest lies in `where`.
  void write_pack(const fs::path& where, const std::string& name, int files,
                  const std::string& root = ".") const {
    std::string manifest = "[pack]\nname = \"" + name + "\"\nroot = \"" + root + "\"\n";
    for (int i = 0; i < files; ++i) {
      const auto number = std::to_string(i);
      manifest +=
          "[[series]]\nid = \"f.s" + number + "\"\ntitle = \"T\"\nfile = \"" + number +
          ".csv\"\ncolumn = \"v\"\nfrequency = \"monthly\"\nkind = \"level\"\nunit = \"\"\nsource = \"S\"\n"
          "licence = \"L\"\nredistribute = true\n";
      write(where / root / (number + ".csv"), "date,v\n2025-01," + number + "\n");
    }
    write(where / "series.toml", manifest);
  }
  fs::path folder_;
};

TEST_F(PackFolder, HashFollowsContent) {
  write_pack("a", "mine", 2);
  write_pack("b", "mine", 2);
  const auto hash = [&](const char* pack) { return pack_content_hash(pack_in(folder_ / pack)); };
  const auto before = hash("a");
  EXPECT_EQ(hash("b"), before);
  EXPECT_EQ(read_pack(pack_in(folder_ / "a")).content_hash, before);
  write("a/unnamed.csv", "x");
  EXPECT_EQ(hash("a"), before);
  write("a/1.csv", "date,v\n2025-01,2\n");
  EXPECT_NE(hash("a"), before);
  // A byte that moves from one file to the next is seen.
  write("b/0.csv", "date,v\n2025-01,0\nd");
  write("b/1.csv", "ate,v\n2025-01,1\n");
  EXPECT_NE(hash("b"), before);
}

TEST_F(PackFolder, IsLocated) {
  write_pack("work/data/mine", "mine", 1);
  write_pack("elsewhere/packs/other", "other", 1);
  write_pack("copy", "mine", 1);
  make_folder(folder_ / "work" / "studies");
  const auto beside = folder_ / "work" / "studies";
  EXPECT_EQ(locate_pack("mine", {}, beside).data_root, folder_ / "work/data/mine");
  EXPECT_EQ(locate_pack("mine", {{"mine", folder_ / "copy"}}, beside).data_root, folder_ / "copy");

  make_folder(folder_ / "figures");
  const auto moved = locate_pack("mine", {{"mine", folder_ / "figures"}}, beside);
  EXPECT_EQ(moved.manifest, folder_ / "work/data/mine/series.toml");
  EXPECT_EQ(moved.data_root, folder_ / "figures");
  EXPECT_EQ(failure_of([&] { read_pack(moved); }).code, ErrorCode::pack_data_absent);

  setenv("RERATE_PACK_PATH", (folder_ / "elsewhere").c_str(), 1);
  EXPECT_EQ(locate_pack("other", {}, beside).data_root, folder_ / "elsewhere/packs/other");
  unsetenv("RERATE_PACK_PATH");
}

TEST_F(PackFolder, SaysWhatIsAbsent) {
  const auto absent = failure_of([&] { locate_pack("nowhere", {}, folder_); });
  EXPECT_EQ(absent.code, ErrorCode::pack_missing);
  EXPECT_THAT(absent.mend, HasSubstr("--pack nowhere=DIR"));
  EXPECT_THAT(absent.mend, HasSubstr("data/nowhere"));
  EXPECT_THAT(absent.mend, HasSubstr("\n    " + folder_.string() + "\n"));
  EXPECT_EQ(failure_of([&] { locate_pack("../x", {}, folder_); }).code, ErrorCode::pack_missing);
  EXPECT_EQ(failure_of([&] {
              locate_pack("a", {{"a", folder_ / "no"}}, folder_);
            }).code,
            ErrorCode::pack_missing);
  EXPECT_EQ(failure_of([&] { pack_in(folder_); }).code, ErrorCode::pack_missing);

  write_pack("packs/mine", "mine", 1, "figures");
  fs::remove(folder_ / "packs/mine/figures/0.csv");
  const auto file = failure_of([&] { pack_content_hash(pack_in(folder_ / "packs/mine")); });
  EXPECT_EQ(file.code, ErrorCode::pack_data_absent);
  EXPECT_THAT(file.what, HasSubstr("0.csv"));
  EXPECT_THAT(file.mend, HasSubstr("--pack mine=DIR"));
  fs::remove(folder_ / "packs/mine/figures");
  EXPECT_EQ(failure_of([&] { locate_pack("mine", {}, folder_); }).code, ErrorCode::pack_data_absent);

  write_pack("packs/yours", "theirs", 1);
  EXPECT_THAT(failure_of([&] { locate_pack("yours", {}, folder_); }).what,
              HasSubstr("this is the pack `theirs`"));
}

TEST_F(PackFolder, SameErrorForAnyThreadCount) {
  write_pack("a", "mine", 12);
  write("a/3.csv", "date,v\n2025-01,x\n");
  write("a/9.csv", "");
  for (const int threads : {1, 2, 4}) {
    set_thread_count(threads);
    const auto failure = failure_of([&] { read_pack(pack_in(folder_ / "a")); });
    EXPECT_EQ(failure.code, ErrorCode::csv_number);
    EXPECT_THAT(to_string(failure.place), testing::EndsWith("3.csv:2:9"));
  }
}

}  // namespace
}  // namespace rerate
