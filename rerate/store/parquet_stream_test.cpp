// What was appended is read back: numbers, options, missing ones  -> ParquetStream.ReadsBack
// The same bytes however many rows come at a time                 -> ParquetStream.SameBytesForAnyBatches
// Many row groups, by far more rows than may wait                 -> ParquetStream.MoreThanMayWait
// Any number of options, in any words                             -> ParquetStream.ManyOptions
// Notes, with quotes and other scripts                            -> ParquetStream.KeepsNotes
// No rows are a file without rows                                 -> ParquetStream.NoRows
// Not closed: nothing is left, what was there stays               -> ParquetStream.NotClosed
// What a killed process left of the file is removed, no other     -> ParquetStream.LeavingsOfTheKilled
// A folder that cannot be written, or no file, is told at once    -> ParquetStream.RefusesAtOnce
// A full disk is told, and leaves what was there                  -> ParquetStream.FullDisk
// A link stays one                                                -> ParquetStream.FollowsALink
// Files that are missing, foreign, cut, or have other columns     -> ParquetStream.RefusesBadFiles
// What makes the rows fails: the statement that reads does, too   -> MadeTable.FailsWithItsMaker
#include "rerate/store/parquet_stream.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/base/file.h"
#include "rerate/store/parquet_table.h"
#include "rerate/store/store_fixture.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using Type = MadeColumn::Type;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<MadeColumn> three_columns() {
  return {{"definition", Type::whole_number}, {"until", Type::option, {"50", "it's 51", "größer"}}, {"mean"}};
}

MadeRows rows_of(std::int64_t first, std::int64_t count) {
  std::vector<std::int64_t> numbers;
  std::vector<std::uint32_t> options;
  std::vector<double> means;
  for (auto i = first; i < first + count; ++i) {
    numbers.push_back(i);
    options.push_back(static_cast<std::uint32_t>(i % 3));
    means.push_back(i % 7 == 0 ? kNone : static_cast<double>(i) / 8);
  }
  return {{numbers, options, means}};
}

void write(const std::filesystem::path& file, std::int64_t count, std::int64_t at_a_time) {
  ParquetStream stream(file, three_columns(), {{"study", "us.toml"}});
  for (std::int64_t i = 0; i < count; i += at_a_time)
    stream.append(rows_of(i, std::min(at_a_time, count - i)));
  stream.close();
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

TEST(ParquetStream, ReadsBack) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  write(file, 100, 30);
  const auto table = read_parquet(file, {"definition", "until", "mean"});
  ASSERT_EQ(table.rows, 100u);
  const auto& definitions = std::get<0>(table.columns[0].cells);
  const auto& options = std::get<2>(table.columns[1].cells);
  const auto& means = std::get<0>(table.columns[2].cells);
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(definitions[i], static_cast<double>(i));
    EXPECT_EQ(options[i], three_columns()[1].options[i % 3]);
    if (i % 7 == 0)
      EXPECT_TRUE(std::isnan(means[i]));
    else
      EXPECT_EQ(means[i], static_cast<double>(i) / 8);
  }
  EXPECT_THAT(names_in(folder.path()), ElementsAre("runs.parquet"));
}

TEST(ParquetStream, SameBytesForAnyBatches) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  write(file, 200'000, 200'000);
  const auto whole = read_file(file);
  for (const std::int64_t at_a_time : {1000, 2048, 77'777}) {
    write(file, 200'000, at_a_time);
    EXPECT_TRUE(read_file(file) == whole) << at_a_time;
  }
}

TEST(ParquetStream, MoreThanMayWait) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  constexpr std::int64_t kRows = 1'000'000;
  write(file, kRows, 10'000);
  EXPECT_EQ(count_parquet_rows(file), static_cast<std::uint64_t>(kRows));
  std::int64_t next = 0;
  std::size_t missing = 0;
  read_parquet_rows(file, "definition", {"mean"}, [&](const MadeRows& rows) {
    const auto& numbers = std::get<std::vector<std::int64_t>>(rows.cells[0]);
    const auto& means = std::get<std::vector<double>>(rows.cells[1]);
    for (std::size_t i = 0; i < rows.size(); ++i, ++next) {
      ASSERT_EQ(numbers[i], next);
      missing += std::isnan(means[i]);
      if (next % 7 == 0) continue;
      ASSERT_EQ(means[i], static_cast<double>(next) / 8);
    }
  });
  EXPECT_EQ(next, kRows);
  EXPECT_EQ(missing, static_cast<std::size_t>((kRows + 6) / 7));
}

TEST(ParquetStream, ManyOptions) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  for (const std::uint32_t count : {1u, 255u, 256u, 257u, 70'000u}) {
    MadeColumn column{"choice", Type::option, {}};
    for (std::uint32_t i = 0; i < count; ++i) column.options.push_back(fmt::format("option {}", i));
    std::vector<std::uint32_t> all(count);
    std::iota(all.begin(), all.end(), 0u);
    ParquetStream stream(file, {column}, {});
    stream.append({{all}});
    stream.close();
    EXPECT_EQ(std::get<2>(read_parquet(file, {"choice"}).columns[0].cells), column.options) << count;
  }
}

TEST(ParquetStream, KeepsNotes) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  const std::map<std::string, std::string> notes{
      {"rerate.study", "o'brien \"best\".toml"}, {"größe", "1'000"}, {"empty", ""}};
  ParquetStream stream(file, three_columns(), notes);
  stream.append(rows_of(0, 1));
  stream.close();
  EXPECT_EQ(read_parquet_notes(file), notes);
}

TEST(ParquetStream, NoRows) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  write(file, 0, 1);
  EXPECT_EQ(count_parquet_rows(file), 0u);
  EXPECT_EQ(read_parquet_notes(file).at("study"), "us.toml");
}

TEST(ParquetStream, NotClosed) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  write_file_atomically(file, "what was there");
  {
    ParquetStream stream(file, three_columns(), {});
    EXPECT_EQ(names_in(folder.path()).size(), 2u);
    stream.append(rows_of(0, 500'000));
  }
  EXPECT_THAT(names_in(folder.path()), ElementsAre("runs.parquet"));
  EXPECT_EQ(read_file(file), "what was there");
}

TEST(ParquetStream, LeavingsOfTheKilled) {
  const StoreFolder folder;
  const auto file = folder.path() / "a.parquet";
  const auto child = ::fork();
  if (child == 0) ::_exit(0);
  ASSERT_GT(child, 0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  const auto beside = [&](const std::string& end) { return std::filesystem::path(file.string() + end); };
  const auto dead = beside(fmt::format(".tmp.{}", child)),
             alive = beside(fmt::format(".tmp.{}", ::getppid()));
  const auto other = beside(".tmp.old"), another = folder.path() / fmt::format("b.parquet.tmp.{}", child);
  for (const auto& left : {dead, alive, other, another}) write_file_atomically(left, "PAR1");
  write(file, 3, 3);
  EXPECT_FALSE(std::filesystem::exists(dead));
  for (const auto& kept : {file, alive, other, another}) EXPECT_TRUE(std::filesystem::exists(kept)) << kept;
}

TEST(ParquetStream, RefusesAtOnce) {
  const StoreFolder folder;
  const auto begin = [](const std::filesystem::path& file) {
    return refusal_of([&] { ParquetStream stream(file, three_columns(), {}); });
  };
  EXPECT_EQ(begin(folder.path() / "none" / "runs.parquet"), "file_unwritable");
  EXPECT_EQ(begin(folder.path()), "file_unwritable");
  EXPECT_EQ(begin("/dev/null"), "file_unwritable");
  write_file_atomically(folder.path() / "file", "");
  EXPECT_EQ(begin(folder.path() / "file" / "runs.parquet"), "file_unwritable");
}

TEST(ParquetStream, FullDisk) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  write_file_atomically(file, "what was there");
  const pid_t process = ::fork();
  if (process == 0) {
    const rlimit most{100'000, 100'000};
    ::setrlimit(RLIMIT_FSIZE, &most);
    const auto told = refusal_of([&] { write(file, 2'000'000, 50'000); });
    ::_exit(told == "file_unwritable" ? 0 : 1);
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_THAT(names_in(folder.path()), ElementsAre("runs.parquet"));
  EXPECT_EQ(read_file(file), "what was there");
}

TEST(ParquetStream, FollowsALink) {
  const StoreFolder folder;
  std::filesystem::create_symlink("real.parquet", folder.path() / "link.parquet");
  write_file_atomically(folder.path() / "real.parquet", "before");
  write(folder.path() / "link.parquet", 10, 10);
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path() / "link.parquet"));
  EXPECT_EQ(count_parquet_rows(folder.path() / "real.parquet"), 10u);
}

TEST(ParquetStream, RefusesBadFiles) {
  const StoreFolder folder;
  const auto file = folder.path() / "runs.parquet";
  const auto nothing = [](const MadeRows&) {};
  EXPECT_EQ(refusal_of([&] { read_parquet_notes(file); }), "file_missing");
  EXPECT_EQ(refusal_of([&] { read_parquet_rows(folder.path(), "definition", {"mean"}, nothing); }),
            "file_unreadable");
  write_file_atomically(file, "no Parquet");
  EXPECT_EQ(refusal_of([&] { read_parquet_notes(file); }), "file_unreadable");
  EXPECT_EQ(refusal_of([&] { count_parquet_rows(file); }), "file_unreadable");
  write(file, 1000, 1000);
  EXPECT_EQ(refusal_of([&] { read_parquet_rows(file, "definition", {"none"}, nothing); }), "file_unreadable");
  EXPECT_EQ(refusal_of([&] { read_parquet_rows(file, "mean", {}, nothing); }), "file_unreadable");
  EXPECT_EQ(refusal_of([&] { read_parquet_rows(file, "definition", {"until"}, nothing); }),
            "file_unreadable");
  const auto whole = read_file(file);
  write_file_atomically(file, std::string_view(whole).substr(0, whole.size() / 2));
  EXPECT_EQ(refusal_of([&] { read_parquet_rows(file, "definition", {"mean"}, nothing); }), "file_unreadable");
}

TEST(MadeTable, FailsWithItsMaker) {
  auto database = Database::open({}, DatabaseAccess::file_scanner);
  add_made_table(database, "made", {{"x"}}, []() -> MadeRows { throw std::runtime_error("no more"); });
  try {
    database.execute("CREATE TABLE t AS SELECT * FROM made()");
    ADD_FAILURE() << "made";
  } catch (const DatabaseError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("no more"));
  }
}

}  // namespace
}  // namespace rerate
