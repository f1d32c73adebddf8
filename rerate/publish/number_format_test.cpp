// Behaviour -> test
//   a real minus sign, thousands, no negative zero, a dash for NaN ... NumberFormat.WritesNumbers
//   every unit as people write it ..................................... NumberFormat.WritesUnits
//   intervals name their unit once ..................................... NumberFormat.WritesIntervals
//   p-values in one form, never "0.000" ................................ NumberFormat.WritesPValues
//   decimals for significant digits, changes with their sign ........... NumberFormat.ShowsSignificantDigits, NumberFormat.SignsChanges
//   months and days .................................................... NumberFormat.WritesDates
//   hyphens before numbers become minus signs, in dates and words not .. NumberFormat.MendsMinusSigns
//   periods inside a sentence become months and days ................... NumberFormat.ReadsSentences
#include "rerate/publish/number_format.h"

#include <gtest/gtest.h>

#include <limits>

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinite = std::numeric_limits<double>::infinity();

TEST(NumberFormat, WritesNumbers) {
  EXPECT_EQ(people_number(-3.44, 1), "\u22123.4");
  EXPECT_EQ(people_number(-0.04, 1), "0.0");
  EXPECT_EQ(people_number(12345.6, 0), "12,346");
  EXPECT_EQ(people_number(-1234567.891, 2), "\u22121,234,567.89");
  EXPECT_EQ(people_number(999, 0), "999");
  EXPECT_EQ(people_number(kMissing, 1), "\u2013");
  EXPECT_EQ(people_number(-kInfinite, 1), "\u2212\u221E");
}

TEST(NumberFormat, WritesUnits) {
  EXPECT_EQ(people_value(12.5, "percent"), "12.5%");
  EXPECT_EQ(people_value(-3.4, "pp"), "\u22123.4 pp");
  EXPECT_EQ(people_value(330.571, "days"), "331 days");
  EXPECT_EQ(people_value(1, "days"), "1 day");
  EXPECT_EQ(people_value(1, "months"), "1 month");
  EXPECT_EQ(people_value(583, "bp"), "583 bp");
  EXPECT_EQ(people_value(1.27, "ratio"), "1.27");
  EXPECT_EQ(people_value(0.0004, "probability"), "<0.01");
  EXPECT_EQ(people_value(0.0004, "probability", 3), "<0.001");
  EXPECT_EQ(people_value(0.03, "probability"), "0.03");
  EXPECT_EQ(people_value(13, "count"), "13");
  EXPECT_EQ(people_value(11.43, "count"), "11.4");
  EXPECT_EQ(people_value(2066.25, "index"), "2,066");
  EXPECT_EQ(people_value(206.625, "index"), "206.6");
  EXPECT_EQ(people_value(2066.25, "index", 2), "2,066.25");
  EXPECT_EQ(people_interval(410822.9, 555385.4, "index"), "410,823 to 555,385");
  EXPECT_EQ(people_interval(206.625, 2066.25, "index"), "207 to 2,066");
  EXPECT_EQ(people_interval(46.25, 51.5, "index"), "46.2 to 51.5");
  EXPECT_EQ(people_value(3, "barrels"), "3.00 barrels");
  EXPECT_EQ(people_value(kMissing, "percent"), "\u2013");
}

TEST(NumberFormat, WritesIntervals) {
  EXPECT_EQ(people_interval(1.12, 13.2, "pp"), "1.1 to 13.2 pp");
  EXPECT_EQ(people_interval(-4, 3.1, "percent"), "\u22124.0% to 3.1%");
  EXPECT_EQ(people_interval(kMissing, 3.1, "percent"), "\u2013");
}

TEST(NumberFormat, WritesPValues) {
  EXPECT_EQ(people_p_value(0.034), "p = 0.034");
  EXPECT_EQ(people_p_value(0.0004), "p < 0.001");
  EXPECT_EQ(people_p_value(0.999), "p > 0.99");
  EXPECT_EQ(people_p(0.001), "0.001");
  EXPECT_EQ(people_p(0.06), "0.060");
  EXPECT_EQ(people_p(0.1), "0.10");
  EXPECT_EQ(people_p(0.5), "0.50");
  EXPECT_EQ(people_p(0), "<0.001");
  EXPECT_EQ(people_p(kMissing), "\u2013");
}

TEST(NumberFormat, ShowsSignificantDigits) {
  EXPECT_EQ(significant_decimals(0.01034, 3), 4);
  EXPECT_EQ(significant_decimals(-0.00031, 2), 5);
  EXPECT_EQ(significant_decimals(3.21, 3), 2);
  EXPECT_EQ(significant_decimals(312.4, 3), 0);
  EXPECT_EQ(significant_decimals(45'678, 3), 0);
  EXPECT_EQ(significant_decimals(1e-300, 3), 8);
  for (const double nothing : {0.0, kMissing, kInfinite}) EXPECT_EQ(significant_decimals(nothing, 3), 2);
}

TEST(NumberFormat, SignsChanges) {
  EXPECT_EQ(people_change(12.34, 1), "+12.3");
  EXPECT_EQ(people_change(-4, 1), "\u22124.0");
  EXPECT_EQ(people_change(0.04, 1), "0.0");
  EXPECT_EQ(people_change(kInfinite, 1), "+\u221E");
  EXPECT_EQ(people_change(kMissing, 1), "\u2013");
}

TEST(NumberFormat, WritesDates) {
  const Date date = make_date(2025, 6, 30);
  EXPECT_EQ(people_month(date), "June 2025");
  EXPECT_EQ(people_day(date), "30 June 2025");
  EXPECT_EQ(short_month(make_date(1980, 9, 1)), "Sep 1980");
  EXPECT_EQ(short_day(make_date(2010, 6, 1)), "1 Jun 2010");
}

TEST(NumberFormat, MendsMinusSigns) {
  EXPECT_EQ(with_real_minus("-15 to -2.5 (-3) in 2022-07, year-3 - 4"),
            "\u221215 to \u22122.5 (\u22123) in 2022-07, year-3 - 4");
  EXPECT_EQ(people_period("1970-03"), "Mar 1970");
  EXPECT_EQ(people_period("2010-06-11"), "11 Jun 2010");
  EXPECT_EQ(people_period("1970-13"), "1970-13");
  EXPECT_EQ(people_period("2025Q2"), "2025Q2");
}

TEST(NumberFormat, ReadsSentences) {
  EXPECT_EQ(people_sentence("From 2022-07 (-20.9 pp) to 2024-12-31: see note-2025-06.toml, 2022-07/2023-01."),
            "From Jul 2022 (\u221220.9 pp) to 31 Dec 2024: see note-2025-06.toml, 2022-07/2023-01.");
  EXPECT_EQ(people_sentence("1 false positive (1966-01); then  two  spaces "),
            "1 false positive (Jan 1966); then  two  spaces ");
  EXPECT_EQ(people_sentence(""), "");
  EXPECT_EQ(people_sentence("(.)"), "(.)");
}

}  // namespace
}  // namespace rerate
