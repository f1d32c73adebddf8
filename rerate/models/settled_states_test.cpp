// Behaviour -> test
//   NBER months settle as worked out from the announcements by another program                -> Oracle
//   what had been settled by a day is the same for a reader of that day                       -> SameForAReaderOfTheDay
//   the recession of 2008, month by month                                                     -> TheRecessionOf2008
//   no figure, no silence: months beyond the indicator's reach stay open                      -> SilenceReachesAsFarAsTheIndicator
//   a settled state is never revised                                                          -> NeverRevised
//   an indicator that was never revised settles when it is known                              -> NotRevised
//   missing months never settle                                                               -> Missing
#include "rerate/models/settled_states.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "rerate/models/nber_for_test.h"

namespace rerate {
namespace {

const Date kLate = make_date(2025, 12, 1);

Date settled_in(const Series& series, const std::string& month) {
  return settled_dates(series).at(series.find(parse_period(Frequency::monthly, month)->ordinal).value());
}

TEST(SettledStates, Oracle) {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/tests/golden/recession_probability.json");
  const auto golden = nlohmann::json::parse(file).at("settled");
  const auto series = nber_recession(kLate);
  ASSERT_GT(golden.size(), 800u);
  for (const auto& [month, date] : golden.items())
    EXPECT_EQ(to_string(settled_in(series, month)), date.get<std::string>()) << month;
}

TEST(SettledStates, SameForAReaderOfTheDay) {
  const auto late = nber_recession(kLate);
  const auto dates = settled_dates(late);
  for (Date as_of = make_date(1960, 1, 15); as_of < kLate; as_of = add_months(as_of, 5)) {
    const auto early = nber_recession(as_of);
    const auto then = settled_dates(early);
    for (std::size_t i = 0; i < late.size(); ++i) {
      const bool was = i < early.size() && then[i] <= as_of;
      ASSERT_EQ(was, dates[i] <= as_of) << to_string(as_of) << " " << to_string(late.period(i));
      if (was) {
        ASSERT_EQ(then[i], dates[i]) << to_string(late.period(i));
      }
    }
  }
}

TEST(SettledStates, TheRecessionOf2008) {
  const auto series = nber_recession(kLate);
  EXPECT_EQ(to_string(settled_in(series, "2007-10")), "2008-11-01");  // a year without a peak
  EXPECT_EQ(to_string(settled_in(series, "2007-12")), "2008-12-01");  // the peak's announcement
  EXPECT_EQ(to_string(settled_in(series, "2008-01")), "2010-09-20");  // the trough's
  EXPECT_EQ(to_string(settled_in(series, "2009-06")), "2010-09-20");
  EXPECT_EQ(to_string(settled_in(series, "2009-07")), "2010-09-20");
  EXPECT_EQ(to_string(settled_in(series, "2009-10")), "2010-11-01");
  EXPECT_EQ(to_string(settled_in(series, "2024-11")), "2025-12-01");
  const auto during = nber_recession(make_date(2009, 3, 1));
  EXPECT_EQ(settled_in(during, "2008-06"), kEndOfTime);
}

// As of a day long after its last figure an indicator says nothing of what was announced since.
TEST(SettledStates, SilenceReachesAsFarAsTheIndicator) {
  const auto series = nber_recession(make_date(2030, 1, 1));
  EXPECT_EQ(to_string(series.period(series.size() - 1)), "2025-11");
  EXPECT_EQ(to_string(settled_in(series, "2024-11")), "2025-12-01");
  EXPECT_EQ(settled_in(series, "2024-12"), kEndOfTime);
}

TEST(SettledStates, NeverRevised) {
  const auto late = nber_recession(kLate);
  for (Date as_of = make_date(1970, 1, 15); as_of < kLate; as_of = add_months(as_of, 3)) {
    const auto early = nber_recession(as_of);
    const auto dates = settled_dates(early);
    for (std::size_t i = 0; i < early.size(); ++i)
      if (dates[i] <= as_of) {
        ASSERT_EQ(early.value[i], late.value[i]) << to_string(early.period(i));
      }
  }
}

TEST(SettledStates, NotRevised) {
  const auto series = monthly("2000-01", {0, 0, 1, 1, 0}, Kind::indicator, 9);
  EXPECT_EQ(settled_dates(series), series.known_at);
}

TEST(SettledStates, Missing) {
  auto series = monthly("2000-01", {0, std::nan(""), 1, 0, 0}, Kind::indicator, 9);
  EXPECT_EQ(settled_dates(series)[1], kEndOfTime);
  series.first_known_at = series.known_at;
  EXPECT_EQ(settled_dates(series)[1], kEndOfTime);
  EXPECT_TRUE(settled_dates(no_values(Frequency::monthly)).empty());
}

}  // namespace
}  // namespace rerate
