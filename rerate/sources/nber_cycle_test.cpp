// The business cycle as its readers knew it
//   a peak is learnt months late, and the months since are revised       NberCycle.FollowsTheAnnouncements
//   with hindsight, recessions run from after the peak to the trough      NberCycle.HindsightIsRight
//   at every date, the state is the one last announced NberCycle.EveryDateAgreesWithTheDefinition the bundled
//   tables agree with FRED's USREC                            NberCycle.AgreesWithUsrec turning points before
//   1980 are known twelve months later              NberCycle.AssumesTwelveMonthsBefore1980 tables that
//   contradict themselves                                     NberCycle.RefusesContradictions
#include "rerate/sources/nber_cycle.h"

#include <gmock/gmock.h>

#include <map>

#include "rerate/base/file.h"
#include "rerate/base/number_text.h"
#include "rerate/sources/pack.h"

namespace rerate {
namespace {

using Type = TurningPoint::Type;

Date day(const char* text) { return *parse_date(text); }
std::int32_t month(std::string_view text) { return parse_period(Frequency::monthly, text)->ordinal; }

const std::vector<TurningPoint> kTwoCycles{{Type::peak, month("2007-12"), day("2008-12-01")},
                                           {Type::trough, month("2009-06"), day("2010-09-20")},
                                           {Type::peak, month("2020-02"), day("2020-06-08")},
                                           {Type::trough, month("2020-04"), day("2021-07-19")}};

double as_of(const std::vector<Observation>& observations, std::int32_t wanted, Date date) {
  double value = -1;
  for (const auto& observation : observations)
    if (observation.ordinal == wanted && observation.known_at <= date) value = observation.value;
  return value;
}

TEST(NberCycle, FollowsTheAnnouncements) {
  const auto recession = cycle_observations(kTwoCycles, CycleFigure::recession, month("2022-01"));
  const auto of = [&](const char* m, const char* date) { return as_of(recession, month(m), day(date)); };
  EXPECT_EQ(of("2020-03", "2020-03-31"), -1);  // not before the month is over
  EXPECT_EQ(of("2020-03", "2020-04-01"), 0);
  EXPECT_EQ(of("2020-03", "2020-06-07"), 0);
  EXPECT_EQ(of("2020-03", "2020-06-08"), 1);
  EXPECT_EQ(of("2020-02", "2020-06-08"), 0);  // the peak's month is the last of the expansion
  EXPECT_EQ(of("2020-07", "2020-08-01"), 1);
  EXPECT_EQ(of("2020-07", "2021-07-19"), 0);
  EXPECT_EQ(of("2021-08", "2021-09-01"), 0);
  const auto peak = cycle_observations(kTwoCycles, CycleFigure::peak, month("2022-01"));
  EXPECT_EQ(as_of(peak, month("2020-02"), day("2020-06-07")), 0);
  EXPECT_EQ(as_of(peak, month("2020-02"), day("2020-06-08")), 1);
  EXPECT_EQ(as_of(peak, month("2020-04"), kEndOfTime), 0);
  const auto trough = cycle_observations(kTwoCycles, CycleFigure::trough, month("2022-01"));
  EXPECT_EQ(as_of(trough, month("2020-04"), day("2021-07-18")), 0);
  EXPECT_EQ(as_of(trough, month("2020-04"), day("2021-07-19")), 1);
}

TEST(NberCycle, HindsightIsRight) {
  const auto recession = cycle_observations(kTwoCycles, CycleFigure::recession, month("2022-01"));
  for (auto m = month("2007-12"); m <= month("2022-01"); ++m) {
    const bool inside =
        (m > month("2007-12") && m <= month("2009-06")) || (m > month("2020-02") && m <= month("2020-04"));
    EXPECT_EQ(as_of(recession, m, kEndOfTime), inside ? 1 : 0) << m;
  }
}

// The definition, said directly: the last turning point before the month among those announced.
TEST(NberCycle, EveryDateAgreesWithTheDefinition) {
  const auto recession = cycle_observations(kTwoCycles, CycleFigure::recession, month("2022-01"));
  for (Date date = day("2008-01-15"); date < day("2022-03-01"); date = date + 11)
    for (auto m = month("2007-12"); last_day({Frequency::monthly, m}) < date && m <= month("2022-01"); ++m) {
      double expected = 0;
      for (const auto& point : kTwoCycles)
        if (point.announced <= date && point.month < m) expected = point.type == Type::peak ? 1 : 0;
      ASSERT_EQ(as_of(recession, m, date), expected) << to_string(date) << " " << m;
    }
  for (std::size_t i = 1; i < recession.size(); ++i)
    ASSERT_TRUE(recession[i - 1].ordinal < recession[i].ordinal ||
                recession[i - 1].known_at < recession[i].known_at);
}

const SeriesBatch& bundled(const std::string& id) {
  static const auto contents = read_pack(pack_in(std::string(RERATE_SOURCE_DIR) + "/data/open"));
  for (const auto& batch : contents.series)
    if (batch.entry.id == id) return batch;
  throw std::runtime_error(id);
}

TEST(NberCycle, AgreesWithUsrec) {
  const std::string file = std::string(RERATE_SOURCE_DIR) + "/../shared/data/usrec_monthly.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the private data are not here";
  const auto& recession = bundled("nber.recession").observations;
  std::map<std::int32_t, double> last;
  for (const auto& observation : recession) last[observation.ordinal] = observation.value;
  CsvReader rows(file, file_bytes(file));
  const std::vector<std::string> columns{"date", "value"};
  std::size_t compared = 0;
  read_csv_table(rows, columns, [&](const TableRow& row) {
    const auto found = last.find(row.period(0, Frequency::monthly).ordinal);
    if (found == last.end()) return;
    ++compared;
    EXPECT_EQ(found->second, *row.figure(1)) << row.text(0);
  });
  EXPECT_EQ(compared, last.size());
  EXPECT_GT(compared, 2000u);
}

TEST(NberCycle, AssumesTwelveMonthsBefore1980) {
  const auto& recession = bundled("nber.recession").observations;
  EXPECT_EQ(as_of(recession, month("1970-01"), day("1970-12-30")), 0);
  EXPECT_EQ(as_of(recession, month("1970-01"), day("1970-12-31")), 1);
  EXPECT_EQ(as_of(recession, month("1854-12"), day("1855-01-01")), 1);  // the record starts in a recession
  EXPECT_EQ(as_of(recession, month("2025-11"), kEndOfTime), 0);
  double peaks = 0, troughs = 0;
  for (const auto& [ordinal, known_at, value] : bundled("nber.peak").observations) peaks += value;
  for (const auto& [ordinal, known_at, value] : bundled("nber.trough").observations) troughs += value;
  EXPECT_EQ(peaks, 34);
  EXPECT_EQ(troughs, 35);
}

std::string refusal(std::string_view cycles, std::string_view announcements =
                                                 "turning_point,month,announced\npeak,2020-02,2020-06-08\n") {
  const auto source = [](std::string_view text, std::string file) -> RowSource {
    return [text, file](std::span<const std::string> columns, const RowReader& row) {
      CsvReader reader(file, text_bytes(text));
      read_csv_table(reader, columns, row);
    };
  };
  ManifestTable table;
  table.until = month("2022-01");
  table.series.resize(1);
  table.series[0].column = "recession";
  try {
    read_nber_cycle(table, source(cycles, "c.csv"), source(announcements, "n.csv"));
  } catch (const UserError& error) {
    return std::string(describe(error.failure().code).symbol) + " " + to_string(error.failure().place) + " " +
           error.failure().what;
  }
  return "fine";
}

TEST(NberCycle, RefusesContradictions) {
  EXPECT_EQ(refusal("peak,trough\n2020-02,2020-04\n"), "fine");
  EXPECT_EQ(refusal("peak,trough\n2020-02,\n"), "fine");  // a recession under way
  EXPECT_EQ(refusal("peak,trough\n2020-02,\n2021-02,2021-04\n"),
            "csv_date c.csv:3:1 a cycle follows one without a trough");
  EXPECT_EQ(refusal("peak,trough\n2020-02,2020-01\n"),
            "csv_order c.csv:2:9 the trough of 2020-01 does not follow the peak of 2020-02");
  EXPECT_EQ(refusal("peak,trough\n2020-02,2020-04\n,2021-04\n"), "csv_date c.csv:3:1 the peak is missing");
  EXPECT_EQ(refusal("peak,trough\n2020-03,2020-04\n"),
            "csv_row n.csv:2:6 no cycle has the peak of 2020-02 that is announced here");
  EXPECT_EQ(
      refusal("peak,trough\n2020-02,2020-04\n", "turning_point,month,announced\ntop,2020-02,2020-06-08\n"),
      "csv_row n.csv:2:1 turning point `top` is neither peak nor trough");
  EXPECT_EQ(
      refusal("peak,trough\n2020-02,2020-04\n", "turning_point,month,announced\npeak,2020-02,2019-06-08\n"),
      "csv_order n.csv:2:14 the peak of 2020-02 is announced before it began");
  EXPECT_EQ(
      refusal("peak,trough\n2023-02,2023-04\n", "turning_point,month,announced\npeak,2023-02,2023-06-08\n"),
      "pack_manifest  `until` lies before the first turning point");
}

}  // namespace
}  // namespace rerate
