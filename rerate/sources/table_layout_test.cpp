// Tables of a pack
//   one column a series, dated by release rules              ColumnsLayout.DatesFiguresByTheirRules
//   a known_at column makes vintages; withdrawals are kept,
//   repeats not                                              ColumnsLayout.KeepsVintages
//   weekend rows are dropped when asked for                  ColumnsLayout.DropsWeekends
//   each kind of bad row has code, line, column              ColumnsLayout.EveryBadRowHasItsPlace
//   long form, in any order of rows                          LongLayout.SortsAndSelects
//   rows named after a later year                            LongLayout.LabelsThatRunLate
//   long form: repeated figures, absent series               LongLayout.RefusesMistakes
//   a matrix of vintages gives changes only                  VintageMatrix.KeepsChanges
//   a matrix with bad headers or rows                        VintageMatrix.RefusesMistakes
//   Parquet vintages agree with themselves, read another way Parquet.VintagesOfFredMd
#include "rerate/sources/table_layout.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "rerate/base/file.h"
#include "rerate/store/parquet_table.h"

namespace rerate {
namespace {

using testing::StartsWith;

ManifestSeries series_named(const std::string& name, const std::string& release = "") {
  ManifestSeries series;
  series.entry.id = "test." + name;
  series.entry.valid_low = -100;
  series.entry.valid_high = 100;
  if (!release.empty()) series.entry.release = *parse_release_rule(release);
  series.column = name;
  series.place = Place{"series.toml", 7, 3};
  return series;
}

ManifestTable table_of(Frequency frequency, std::vector<ManifestSeries> series) {
  ManifestTable table;
  table.file = "t.csv";
  table.frequency = frequency;
  table.series = std::move(series);
  return table;
}

RowSource csv(std::string_view text) {
  return [text](std::span<const std::string> columns, const RowReader& row) {
    CsvReader reader("t.csv", text_bytes(text));
    read_csv_table(reader, columns, row);
  };
}

// "2025-01 2025-02-16 1.5" a line: period, known_at, value.
std::string listed(const SeriesBatch& batch, Frequency frequency) {
  std::string text;
  for (const auto& [ordinal, known_at, value] : batch.observations)
    text += to_string(Period{frequency, ordinal}) + " " + to_string(known_at) + " " +
            (std::isnan(value) ? "none" : std::to_string(value).substr(0, 4)) + "\n";
  return text;
}

template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const UserError& error) {
    const auto& failure = error.failure();
    return std::string(describe(failure.code).symbol) + " " + to_string(failure.place) + " " + failure.what;
  }
  return "nothing was refused";
}

TEST(ColumnsLayout, DatesFiguresByTheirRules) {
  const auto table =
      table_of(Frequency::monthly, {series_named("b", "+16d"), series_named("a"), series_named("c", "+16d")});
  const auto batches =
      read_columns_layout(table, csv("date,a,b,unused,c\n2025-01,1.5,2,x,\n2025-02,,-3,y,4\n"));
  ASSERT_EQ(batches.size(), 3u);
  EXPECT_EQ(listed(batches[0], Frequency::monthly), "2025-01 2025-02-16 2.00\n2025-02 2025-03-16 -3.0\n");
  EXPECT_EQ(listed(batches[1], Frequency::monthly), "2025-01 2025-01-31 1.50\n");
  EXPECT_EQ(listed(batches[2], Frequency::monthly), "2025-02 2025-03-16 4.00\n");
}

TEST(ColumnsLayout, KeepsVintages) {
  auto table = table_of(Frequency::monthly, {series_named("a")});
  table.known_at_column = "known";
  const auto text =
      "date,known,a\n"
      "2025-01,2025-01-15,\n"  // not there yet: no trace
      "2025-01,2025-02-10,1\n"
      "2025-01,2025-03-10,1\n"  // no revision
      "2025-01,2025-04-10,2\n"
      "2025-01,2025-05-10,\n"  // withdrawn
      "2025-01,2025-06-10,\n"
      "2025-02,2025-03-10,3\n";
  EXPECT_EQ(
      listed(read_columns_layout(table, csv(text))[0], Frequency::monthly),
      "2025-01 2025-02-10 1.00\n2025-01 2025-04-10 2.00\n2025-01 2025-05-10 none\n2025-02 2025-03-10 3.00\n");
  table.vintage_stamp = VintageStamp::month;
  EXPECT_THAT(listed(read_columns_layout(table, csv(text))[0], Frequency::monthly),
              StartsWith("2025-01 2025-02-28 1.00\n2025-01 2025-04-30 2.00"));
}

TEST(ColumnsLayout, DropsWeekends) {
  auto table = table_of(Frequency::daily, {series_named("a", "+1b")});
  const auto text = "date,a\n2025-05-30,1\n2025-05-31,2\n2025-06-01,3\n2025-06-02,4\n";
  EXPECT_EQ(read_columns_layout(table, csv(text))[0].observations.size(), 4u);
  table.weekends = WeekendRows::drop;
  EXPECT_EQ(listed(read_columns_layout(table, csv(text))[0], Frequency::daily),
            "2025-05-30 2025-06-02 1.00\n2025-06-02 2025-06-03 4.00\n");
}

TEST(ColumnsLayout, EveryBadRowHasItsPlace) {
  const auto table = table_of(Frequency::monthly, {series_named("a")});
  const auto of = [&](std::string_view text) {
    return refusal([&] { read_columns_layout(table, csv(text)); });
  };
  EXPECT_EQ(of(""), "file_empty t.csv the file has no header");
  EXPECT_EQ(of("date,a\n"), "file_empty t.csv:1:1 there is no row below the header");
  EXPECT_EQ(of("date,a\n2025-01,\n"), "file_empty t.csv test.a has no figure");
  EXPECT_EQ(of("day,a\n2025-01,1\n"),
            "csv_header t.csv:1:1 there is no column `date`; the header has: day, a");
  EXPECT_EQ(of("date,a,a\n2025-01,1,2\n"), "csv_header t.csv:1:8 the column `a` stands twice in the header");
  EXPECT_EQ(of("date,a\n2025-01\n"), "csv_row t.csv:2:1 the row has 1 cells and the header has 2");
  EXPECT_EQ(of("date,a\n2025-01,1,2\n"), "csv_row t.csv:2:11 the row has 3 cells and the header has 2");
  EXPECT_EQ(of("date,a\n2025-13,1\n"), "csv_date t.csv:2:1 `2025-13` is not a date of a monthly table");
  EXPECT_EQ(of("date,a\n2025-02-30,1\n"), "csv_date t.csv:2:1 there is no day `2025-02-30`");
  EXPECT_EQ(of("date,a\n,1\n"), "csv_date t.csv:2:1 the date is missing");
  EXPECT_EQ(of("date,a\n2025-01,1\n2025-01,2\n"),
            "csv_order t.csv:3:1 the date 2025-01 is repeated from line 2");
  EXPECT_EQ(of("date,a\n2025-02,1\n2025-01,2\n"), "csv_order t.csv:3:1 the date 2025-01 comes after 2025-02");
  EXPECT_EQ(of("date,a\n2025-01,101\n"),
            "value_range t.csv:2:9 value 101 of test.a is outside its valid range (-100 to 100)");
  for (const std::string bad :
       {"x", "nan", "inf", "-inf", "0x1F", "1e999", " 1", "1,5", "1_0", "--1", "#N/A"}) {
    const auto text = "date,a\n2025-01,1\n2025-02,\"" + bad + "\"\n";
    EXPECT_EQ(of(text), "csv_number t.csv:3:9 `" + bad + "` is not a number");
  }
}

TEST(LongLayout, SortsAndSelects) {
  auto table = table_of(Frequency::monthly, {series_named("A"), series_named("B")});
  table.layout = TableLayout::long_form;
  table.known_at_column = "vintage";
  const auto batches = read_long_layout(table, csv("vintage,series,date,value\n"
                                                   "2025-03-10,B,2025-02,5\n"
                                                   "2025-03-10,A,2025-01,2\n"
                                                   "2025-02-10,A,2025-01,1\n"
                                                   "2025-02-10,C,not a date,not a number\n"
                                                   "2025-03-10,A,2025-02,3\n"));
  EXPECT_EQ(listed(batches[0], Frequency::monthly),
            "2025-01 2025-02-10 1.00\n2025-01 2025-03-10 2.00\n2025-02 2025-03-10 3.00\n");
  EXPECT_EQ(listed(batches[1], Frequency::monthly), "2025-02 2025-03-10 5.00\n");
  table.known_at_column.clear();
  table.series = {series_named("A", "+1d")};
  EXPECT_EQ(listed(read_long_layout(table, csv("series,date,value\nA,2025-01,1\n"))[0], Frequency::monthly),
            "2025-01 2025-02-01 1.00\n");
}

TEST(LongLayout, LabelsThatRunLate) {
  auto table = table_of(Frequency::annual, {series_named("A", "end of June +1y")});
  table.label_lag = 2;
  EXPECT_EQ(
      listed(read_long_layout(table, csv("series,date,value\nA,2024,1\nA,2025,2\n"))[0], Frequency::annual),
      "2022 2023-06-30 1.00\n2023 2024-06-30 2.00\n");
}

TEST(LongLayout, RefusesMistakes) {
  auto table = table_of(Frequency::monthly, {series_named("INDPRO")});
  const auto of = [&](std::string_view text) { return refusal([&] { read_long_layout(table, csv(text)); }); };
  EXPECT_EQ(of("series,date,value\nINDPRO,2025-01,1\nINDPRO,2025-01,1\n"),
            "csv_order t.csv:3:16 the figure of 2025-01 is repeated from line 2");
  EXPECT_EQ(of("series,date,value\nINDPR0,2025-01,1\n"),
            "pack_manifest series.toml:7:3 t.csv has no row with `INDPRO` in the column `series`");
  EXPECT_EQ(of("series,date,value\nINDPRO,2025-01,1000\n"),
            "value_range t.csv:2:16 value 1000 of test.INDPRO is outside its valid range (-100 to 100)");
}

TEST(VintageMatrix, KeepsChanges) {
  const auto table = table_of(Frequency::monthly, {series_named("a")});
  CsvReader reader("t.csv", text_bytes("date,2025-02-10,2025-03-10,2025-04-10\n"
                                       "2025-01-01,1,1,2\n"
                                       "2025-02-01,,3,3\n"
                                       "2025-03-01,,5,\n"));
  EXPECT_EQ(listed(read_vintage_matrix(table, reader)[0], Frequency::monthly),
            "2025-01 2025-02-10 1.00\n2025-01 2025-04-10 2.00\n2025-02 2025-03-10 3.00\n"
            "2025-03 2025-03-10 5.00\n2025-03 2025-04-10 none\n");
}

TEST(VintageMatrix, RefusesMistakes) {
  const auto table = table_of(Frequency::monthly, {series_named("a")});
  const auto of = [&](std::string_view text) {
    CsvReader reader("t.csv", text_bytes(text));
    return refusal([&] { read_vintage_matrix(table, reader); });
  };
  EXPECT_EQ(of("date,2025-03-10,2025-02-10\n"),
            "csv_header t.csv:1:17 the vintages in the header do not ascend");
  EXPECT_EQ(of("date,a\n"), "csv_date t.csv:1:6 `a` is not a date of a daily table");
  EXPECT_EQ(of("date\n2025-01\n"), "csv_header t.csv:1:1 the header names no vintage");
  EXPECT_EQ(of("date,2025-03-10\n2025-01,1,2\n"),
            "csv_row t.csv:2:11 the row has 3 cells and the header has 2");
  EXPECT_EQ(of("date,2025-03-10\n2025-02,1\n2025-01,1\n"),
            "csv_order t.csv:3:1 the date 2025-01 comes after 2025-02");
}

TEST(Parquet, VintagesOfFredMd) {
  const std::filesystem::path root = std::string(RERATE_SOURCE_DIR) + "/../shared/data";
  if (!std::filesystem::exists(root / "fredmd_vintages.parquet"))
    GTEST_SKIP() << "the private data are not here";
  auto table = table_of(Frequency::monthly, {series_named("UNRATE"), series_named("NAPM")});
  table.layout = TableLayout::long_form;
  table.file = "fredmd_vintages.parquet";
  table.known_at_column = "vintage";
  table.vintage_stamp = VintageStamp::month;
  const auto batches = read_pack_table(root, table);

  const auto raw = read_parquet(root / table.file, {"series", "date", "vintage", "value"});
  const auto& names = std::get<std::vector<std::string>>(raw.columns[0].cells);
  const auto& dates = std::get<std::vector<Date>>(raw.columns[1].cells);
  const auto& vintages = std::get<std::vector<Date>>(raw.columns[2].cells);
  const auto& values = std::get<std::vector<double>>(raw.columns[3].cells);
  EXPECT_EQ(raw.rows, 640'994u);
  // Of each row that has a figure there is an observation with it, known at the end of its vintage's month.
  std::size_t figures = 0;
  for (std::size_t i = 0; i < raw.rows; ++i) {
    if (names[i] != "UNRATE" || std::isnan(values[i])) continue;
    ++figures;
    const auto ordinal = period_of(Frequency::monthly, dates[i]).ordinal;
    const auto known_at = end_of_month(vintages[i]);
    const auto& all = batches[0].observations;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Observation& observation) {
      return observation.ordinal == ordinal && observation.known_at == known_at;
    });
    ASSERT_NE(found, all.end()) << to_string(dates[i]) << " " << to_string(known_at);
    ASSERT_EQ(found->value, values[i]);
  }
  EXPECT_GT(figures, 700u);
  EXPECT_GT(batches[1].observations.size(), 500u);
}

}  // namespace
}  // namespace rerate
