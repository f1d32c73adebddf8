// When figures are published
//   rules give the dates on which agencies did publish          ReleaseRule.RealPublicationDates
//   each form of a rule                                         ReleaseRule.FormsOfARule
//   shifts of weeks' days roll over weekends and holidays       ReleaseRule.DailyRules
//   what is not understood is named                             ReleaseRule.NamesTheWordThatIsWrong
//   no rule means the period's end                              ReleaseRule.NoRule
#include "rerate/series/release_rule.h"

#include <gmock/gmock.h>

namespace rerate {
namespace {

Date day(const char* text) { return *parse_date(text); }

Date released(const char* rule, Frequency frequency, const char* period) {
  const auto parsed = parse_release_rule(rule);
  EXPECT_TRUE(parsed) << rule;
  return release_date(*parsed, *parse_period(frequency, period));
}
Date monthly(const char* rule, const char* period) { return released(rule, Frequency::monthly, period); }

// Release dates from the archives of BLS (Employment Situation), the Philadelphia Fed and ISM.
TEST(ReleaseRule, RealPublicationDates) {
  EXPECT_EQ(monthly("first Friday +1m", "2019-01"), day("2019-02-01"));
  EXPECT_EQ(monthly("first Friday +1m", "2024-06"), day("2024-07-05"));
  EXPECT_EQ(monthly("first Friday +1m", "2025-04"), day("2025-05-02"));
  EXPECT_EQ(monthly("third Thursday", "2025-05"), day("2025-05-15"));
  EXPECT_EQ(monthly("third Thursday", "2024-08"), day("2024-08-15"));
  EXPECT_EQ(monthly("first business day +1m", "2025-05"), day("2025-06-02"));
  EXPECT_EQ(monthly("first business day +1m", "2024-08"), day("2024-09-03"));  // after Labor Day
  EXPECT_EQ(monthly("first business day +1m", "2023-12"), day("2024-01-02"));
}

TEST(ReleaseRule, FormsOfARule) {
  EXPECT_EQ(monthly("+16d", "2025-02"), day("2025-03-16"));
  EXPECT_EQ(monthly("period end", "2025-02"), day("2025-02-28"));
  EXPECT_EQ(monthly("period end +1m", "2025-01"), day("2025-02-28"));
  EXPECT_EQ(monthly("+1m", "2025-02"), day("2025-03-31"));
  EXPECT_EQ(monthly("last business day +1d", "2025-05"), day("2025-05-31"));
  EXPECT_EQ(monthly("last business day +1d", "2025-08"), day("2025-08-30"));
  EXPECT_EQ(monthly("last Wednesday +1b", "2025-11"), day("2025-11-28"));  // Thursday was Thanksgiving
  EXPECT_EQ(monthly("Last  WEDNESDAY", "2025-12"), day("2025-12-31"));
  EXPECT_EQ(monthly("4th Monday", "2025-02"), day("2025-02-24"));
  EXPECT_EQ(monthly("2nd Friday +1m +3d", "2025-12"), day("2026-01-12"));
  EXPECT_EQ(monthly("end of quarter +90d", "2023-01"), day("2023-06-29"));
  EXPECT_EQ(monthly("end of quarter +90d", "2023-03"), day("2023-06-29"));
  EXPECT_EQ(released("+30d", Frequency::quarterly, "2025Q2"), day("2025-07-30"));
  EXPECT_EQ(released("last Friday -1m", Frequency::quarterly, "2024Q1"), day("2024-02-23"));
  EXPECT_EQ(released("end of June -1y", Frequency::annual, "1990"), day("1989-06-30"));
  EXPECT_EQ(released("end of June", Frequency::annual, "1990"), day("1990-06-30"));
}

TEST(ReleaseRule, DailyRules) {
  EXPECT_EQ(released("+1b", Frequency::daily, "2025-05-30"), day("2025-06-02"));
  EXPECT_EQ(released("+1b", Frequency::daily, "2025-05-31"), day("2025-06-02"));
  EXPECT_EQ(released("+0d", Frequency::daily, "2025-05-31"), day("2025-05-31"));
  EXPECT_EQ(released("+1d", Frequency::weekly, "2025-12-24"), day("2025-12-25"));
}

TEST(ReleaseRule, NamesTheWordThatIsWrong) {
  const auto message = [](std::string_view text) {
    const auto rule = parse_release_rule(text);
    EXPECT_FALSE(rule) << text;
    return rule ? std::string() : rule.error().what;
  };
  EXPECT_THAT(message("first Fridya +1m"), testing::HasSubstr("`fridya`"));
  EXPECT_THAT(message("16 days"), testing::HasSubstr("`16`"));
  EXPECT_THAT(message("+16d later"), testing::HasSubstr("`later`"));
  EXPECT_THAT(message("end of Juno"), testing::HasSubstr("`juno`"));
  EXPECT_THAT(message("first"), testing::HasSubstr("the end of"));
  EXPECT_THAT(message("+9999y"), testing::HasSubstr("too far"));
  EXPECT_THAT(message(std::string(5000, ' ') + "+1d"), testing::HasSubstr("longer than"));
  for (const auto* text : {"", "   ", "+d", "+99999d", "1.5m", "+1x", "fifth Monday", "first business",
                           "period", "end June", "+1001b", "+1d+2d"})
    EXPECT_FALSE(message(text).empty());
}

TEST(ReleaseRule, NoRule) {
  EXPECT_EQ(release_date({}, *parse_period(Frequency::monthly, "2025-02")), day("2025-02-28"));
  EXPECT_EQ(release_date({}, *parse_period(Frequency::daily, "2025-02-03")), day("2025-02-03"));
}

}  // namespace
}  // namespace rerate
