// Numbers, dates, text come out as double, Date, string  -> ParquetTable.ReadsEveryType
// Null cells                                             -> ParquetTable.NullCells
// Decimals round once                                    -> ParquetTable.DecimalsRoundOnce
// Timestamps give their day, before 1970 and in UTC too  -> ParquetTable.TimestampsGiveTheirDay
// Only the columns asked for, in order, over many chunks -> ParquetTable.ReadsTheColumnsAsked
// Names that SQL or a glob would read as something else  -> ParquetTable.AwkwardNames
// Missing, foreign, truncated files                      -> ParquetTable.RefusesBadFiles
// Missing columns, and types that are no figure          -> ParquetTable.RefusesColumns
// Dates outside the calendar                             -> ParquetTable.RefusesDates
// Tables that are too large                              -> ParquetTable.RefusesTooManyCells
// The panel of vintages beside the project, if there     -> ParquetTable.ReadsAPanelOfVintages
#include "rerate/store/parquet_table.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

#include "rerate/base/file.h"
#include "rerate/store/database.h"
#include "rerate/store/store_fixture.h"

namespace rerate {
namespace {

using testing::ElementsAre;

// Has DuckDB write the answer of a query to a Parquet file.
void write_parquet(const std::filesystem::path& file, const std::string& query) {
  std::string name = file.string();
  for (std::size_t at = 0; (at = name.find('\'', at)) != std::string::npos; at += 2) name.insert(at, "'");
  Database::open({}, DatabaseAccess::file_scanner)
      .execute(fmt::format("COPY ({}) TO '{}' (FORMAT parquet)", query, name));
}

const std::vector<double>& numbers(const ParquetColumn& column) {
  return std::get<std::vector<double>>(column.cells);
}
const std::vector<Date>& dates(const ParquetColumn& column) {
  return std::get<std::vector<Date>>(column.cells);
}
const std::vector<std::string>& texts(const ParquetColumn& column) {
  return std::get<std::vector<std::string>>(column.cells);
}

TEST(ParquetTable, ReadsEveryType) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  write_parquet(file,
                "SELECT (-7)::TINYINT a, 200::UTINYINT b, (-30000)::SMALLINT c, 60000::USMALLINT d, "
                "(-2000000000)::INTEGER e, 4000000000::UINTEGER f, (-9007199254740993)::BIGINT g, "
                "18446744073709551615::UBIGINT h, 1.5::FLOAT i, 0.1::DOUBLE j, 12.34::DECIMAL(9,2) k, "
                "DATE '2024-02-29' l, 'text; é' m");
  const auto table = read_parquet(file, {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"});
  ASSERT_EQ(table.rows, 1u);
  const double expected[] = {-7,  200, -30000, 60000, -2e9, 4e9, -9007199254740992.0, 18446744073709551616.0,
                             1.5, 0.1, 12.34};
  for (std::size_t i = 0; i < std::size(expected); ++i)
    EXPECT_THAT(numbers(table.columns[i]), ElementsAre(expected[i])) << table.columns[i].name;
  EXPECT_THAT(dates(table.columns[11]), ElementsAre(day("2024-02-29")));
  EXPECT_THAT(texts(table.columns[12]), ElementsAre("text; é"));
}

TEST(ParquetTable, NullCells) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  write_parquet(file, "SELECT NULL::DOUBLE a, NULL::DATE b, NULL::VARCHAR c, NULL::DECIMAL(9,2) d");
  const auto table = read_parquet(file, {"a", "b", "c", "d"});
  EXPECT_TRUE(std::isnan(numbers(table.columns[0])[0]));
  EXPECT_THAT(dates(table.columns[1]), ElementsAre(kAlwaysKnown));
  EXPECT_THAT(texts(table.columns[2]), ElementsAre(""));
  EXPECT_TRUE(std::isnan(numbers(table.columns[3])[0]));
}

TEST(ParquetTable, DecimalsRoundOnce) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  write_parquet(file, "SELECT 1234567890123456.789012::DECIMAL(38,6) a, (-0.000001)::DECIMAL(38,6) b");
  const auto table = read_parquet(file, {"a", "b"});
  EXPECT_EQ(numbers(table.columns[0])[0], 1234567890123456.789012);
  EXPECT_EQ(numbers(table.columns[1])[0], -0.000001);
}

TEST(ParquetTable, TimestampsGiveTheirDay) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  write_parquet(file,
                "SELECT TIMESTAMP '1969-12-31 23:59:59.5' a, TIMESTAMP_NS '2020-06-30 23:59:59' b, "
                "TIMESTAMPTZ '2021-01-01 01:00:00+05' c, TIMESTAMP_MS '1950-01-01 00:00:00' d");
  const auto table = read_parquet(file, {"a", "b", "c", "d"});
  EXPECT_THAT(dates(table.columns[0]), ElementsAre(day("1969-12-31")));
  EXPECT_THAT(dates(table.columns[1]), ElementsAre(day("2020-06-30")));
  EXPECT_THAT(dates(table.columns[2]), ElementsAre(day("2020-12-31")));
  EXPECT_THAT(dates(table.columns[3]), ElementsAre(day("1950-01-01")));
}

TEST(ParquetTable, ReadsTheColumnsAsked) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  write_parquet(file, "SELECT i::DOUBLE AS v, 'n' || i AS t, -i AS unread FROM range(10000) r(i)");
  const auto table = read_parquet(file, {"t", "v"});
  ASSERT_EQ(table.rows, 10000u);
  ASSERT_EQ(table.columns.size(), 2u);
  EXPECT_EQ(table.columns[0].name, "t");
  for (std::size_t i = 0; i < table.rows; ++i) {
    ASSERT_EQ(texts(table.columns[0])[i], "n" + std::to_string(i));
    ASSERT_EQ(numbers(table.columns[1])[i], static_cast<double>(i));
  }
}

TEST(ParquetTable, AwkwardNames) {
  const StoreFolder folder;
  std::filesystem::create_directory(folder.path() / "year=2020");
  for (const char* name : {"a*.parquet", "b[1].parquet", "c?.parquet", "it's.parquet", "year=2020/d.parquet",
                           "no_extension", "e.csv"}) {
    const auto file = folder.path() / name;
    write_parquet(folder.path() / "plain", "SELECT 4.0::DOUBLE AS \"a \"\"quoted\"\" name; --\"");
    std::filesystem::rename(folder.path() / "plain", file);
    const auto table = read_parquet(file, {"a \"quoted\" name; --"});
    EXPECT_THAT(numbers(table.columns[0]), ElementsAre(4.0)) << name;
  }
  // A neighbour that the glob would match is not read along.
  write_parquet(folder.path() / "ab.parquet", "SELECT 5.0::DOUBLE AS x");
  EXPECT_EQ(refusal_of([&] { read_parquet(folder.path() / "a*.parquet", {"x"}); }), "csv_header");
}

TEST(ParquetTable, RefusesBadFiles) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  const auto refusal = [&] { return refusal_of([&] { read_parquet(file, {"a"}); }); };
  EXPECT_EQ(refusal(), "file_missing");
  write_parquet(file, "SELECT i::DOUBLE AS a FROM range(5000) r(i)");
  const auto whole = read_file(file);
  for (const auto& content : {std::string(), std::string("a\n1\n"), std::string("PAR1PAR1"),
                              whole.substr(0, whole.size() / 2), whole.substr(10)}) {
    write_file_atomically(file, content);
    EXPECT_EQ(refusal(), "file_unreadable");
  }
  EXPECT_EQ(refusal_of([&] { read_parquet(folder.path(), {"a"}); }), "file_unreadable");
}

TEST(ParquetTable, RefusesColumns) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  write_parquet(file, "SELECT 1 AS a, [1, 2] AS list, true AS flag, 'x'::BLOB AS raw");
  for (const char* column : {"b", "A", "list", "flag", "raw"})
    EXPECT_EQ(refusal_of([&] { read_parquet(file, {"a", column}); }), "csv_header") << column;
}

TEST(ParquetTable, RefusesDates) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  for (const char* date : {"DATE '1599-12-31'", "DATE '2501-01-01'", "DATE '5000000-01-01'"}) {
    write_parquet(file, fmt::format("SELECT {} AS d", date));
    EXPECT_EQ(refusal_of([&] { read_parquet(file, {"d"}); }), "csv_date") << date;
  }
}

TEST(ParquetTable, RefusesTooManyCells) {
  const StoreFolder folder;
  const auto file = folder.path() / "x.parquet";
  write_parquet(file, "SELECT 1::TINYINT AS a FROM range(3000000)");
  EXPECT_EQ(read_parquet(file, {"a"}).rows, 3'000'000u);
  EXPECT_EQ(refusal_of([&] { read_parquet(file, std::vector<std::string>(50, "a")); }), "file_unreadable");
}

TEST(ParquetTable, ReadsAPanelOfVintages) {
  const auto file = std::filesystem::path(RERATE_SOURCE_DIR) / "../shared/data/fredmd_vintages.parquet";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no ../shared/data here";
  auto described =
      Database::open({}, DatabaseAccess::file_scanner)
          .query(fmt::format("SELECT column_name FROM (DESCRIBE SELECT * FROM '{}')", file.string()));
  ASSERT_TRUE(described.next());
  const std::string first(described.text(0, 0));
  EXPECT_GT(read_parquet(file, {first}).rows, 1000u);
}

}  // namespace
}  // namespace rerate
