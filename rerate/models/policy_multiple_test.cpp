// Behaviour -> test
//   bands of the funds rate with low, median, high, and when and at which rate the high was    -> HighWaterMarks
//   an edge belongs to the band above it; an empty band is told as such                        -> EdgesAndEmptyBands
//   the same bands where the balance sheet grew and where it shrank                            -> SplitByBalanceSheet
//   conditional quantiles: a share of the figures lies below each, slopes of the design        -> Quantiles
//   today's quantiles are read at today's policy                                               -> QuantilesOfToday
//   errors are of resampled blocks of a year and more, wider than the sandwich's on slow data  -> BlocksByDefault
//   errors of independent observations where blocks cannot be resampled, and it says so        -> RareTurns
//   crossing quantiles are put in order at each policy, and it says so                         -> Rearranged
//   how often the balance sheet grows                                                          -> GrowingShare
//   quantiles run where the balance sheet is known, bands everywhere; it says so               -> ShorterBalanceSheet
//   a balance sheet that only grew is left out                                                 -> OnlyEverGrew
//   where today's multiple stands among the figures of its band                                -> ShareOfToday
//   largest rises over a year, none sharing a period, with the sign of the balance sheet       -> Reratings
//   missing figures are passed over; quarters work as months do                                -> HolesAndQuarters
//   wrong frequency, multiples, edges, shares, too few periods are refused at the place        -> Refusals
#include "rerate/models/policy_multiple.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/panel_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Asked {
  Series multiple, rate, balance;
  PolicyMultipleQuestion question;

  Asked(const std::vector<double>& multiples, const std::vector<double>& rates,
        const std::vector<double>& balances = {})
      : multiple(monthly_named("ps", "2010-01", multiples, Kind::ratio)),
        rate(monthly_named("funds", "2010-01", rates, Kind::rate)),
        balance(monthly_named("assets", "2010-01", balances, Kind::level)) {
    question.multiple = &multiple;
    question.funds_rate = &rate;
    if (!balances.empty()) question.balance_sheet = &balance;
    question.place = {"study.toml", 5, 1};
  }
  Asked(const Asked&) = delete;
  PolicyMultiple answer() const { return policy_multiple(question); }
  std::string complaint() const {
    try {
      answer();
    } catch (const UserError& error) {
      return std::string(describe(error.failure().code).symbol) + " " + to_string(error.failure().place) +
             " " + error.failure().what;
    }
    return "nothing refused";
  }
};

const std::vector<double> kMultiples = {1.0, 1.2, 1.1, 1.4, 1.5, 1.45, 1.6, 1.6, 1.3, 1.25};
const std::vector<double> kRates = {0.1, 0.1, 0.2, 1.0, 1.5, 2.4, 0.1, 0.05, 5.0, 4.5};

TEST(PolicyMultiple, HighWaterMarks) {
  const auto found = Asked(kMultiples, kRates).answer();
  ASSERT_EQ(found.bands.size(), 4u);
  const auto& zero = found.bands[0];  // 1.0, 1.2, 1.1, 1.6, 1.6
  EXPECT_EQ(zero.n, 5);
  EXPECT_EQ(zero.low, 1.0);
  EXPECT_EQ(zero.median, 1.2);
  EXPECT_EQ(zero.high, 1.6);
  EXPECT_EQ(to_string(zero.high_at), "2010-07");  // the first of two equals
  EXPECT_EQ(zero.rate_at_high, 0.1);
  EXPECT_EQ(found.bands[1].median, 1.45);  // of 1.4 and 1.5
  EXPECT_EQ(found.bands[2].high, 1.45);
  EXPECT_EQ(found.bands[2].rate_at_high, 2.4);
  EXPECT_EQ(to_string(found.bands[3].high_at), "2010-09");
  EXPECT_TRUE(std::isinf(found.bands[0].from));
  EXPECT_EQ(found.bands[0].to, 0.25);
  EXPECT_TRUE(std::isinf(found.bands[3].to));
  EXPECT_EQ(to_string(found.now), "2010-10");
  EXPECT_EQ(found.multiple_now, 1.25);
  EXPECT_EQ(found.rate_now, 4.5);
  EXPECT_TRUE(found.growing.empty());
}

TEST(PolicyMultiple, EdgesAndEmptyBands) {
  Asked asked(kMultiples, kRates);
  asked.question.band_edges = {1.0, 2.0, 2.2, 4.5};
  const auto found = asked.answer();
  ASSERT_EQ(found.bands.size(), 5u);
  EXPECT_EQ(found.bands[1].n, 2);  // 1.0 itself and 1.5
  EXPECT_EQ(found.bands[2].n, 0);
  EXPECT_TRUE(std::isnan(found.bands[2].high));
  EXPECT_EQ(found.bands[4].n, 2);  // 5.0 and 4.5 itself
  asked.question.band_edges = {};
  EXPECT_EQ(asked.answer().bands.front().n, 10);
}

TEST(PolicyMultiple, SplitByBalanceSheet) {
  const auto found = Asked(kMultiples, kRates, {5, -1, kNone, 3, 0, -2, 4, 4, -1, -3}).answer();
  EXPECT_EQ(found.bands[0].n, 5);
  EXPECT_EQ(found.growing[0].n, 3);
  EXPECT_EQ(found.growing[0].median, 1.6);
  EXPECT_EQ(found.shrinking[0].n, 1);
  EXPECT_EQ(found.shrinking[1].high, 1.5);  // no growth is no growing
  EXPECT_EQ(found.growing[2].n, 0);
  EXPECT_EQ(found.growing_now, false);
}

TEST(PolicyMultiple, Quantiles) {
  // ln-free design: multiple = 3 - 0.2 rate + 0.3 growing + noise.
  const std::size_t n = 600;
  const auto rate = combined(n, [u = white_noise(300, n)](std::size_t t) { return 3 + std::tanh(u[t]) * 2; });
  const auto sign = white_noise(301, n), noise = white_noise(302, n);
  const auto multiple = combined(
      n, [&](std::size_t t) { return 3 - 0.2 * rate[t] + (sign[t] > 0 ? 0.3 : 0) + 0.2 * noise[t]; });
  const auto found = Asked(multiple, rate, sign).answer();
  ASSERT_EQ(found.fits.size(), 3u);
  const std::vector<double> shares = {0.1, 0.5, 0.9};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(found.fits[i].share, shares[i]);
    EXPECT_THAT(found.fits[i].names,
                testing::ElementsAre("constant", "policy rate", "balance sheet growing"));
    EXPECT_NEAR(found.fits[i].coefficients[1], -0.2, 0.04);
    EXPECT_NEAR(found.fits[i].coefficients[2], 0.3, 0.1);
    double below = 0;
    for (Index row = 0; row < found.fits[i].residuals.size(); ++row)
      below += found.fits[i].residuals[row] < 0;
    EXPECT_NEAR(below / static_cast<double>(n), shares[i], 0.01);
  }
  EXPECT_NEAR(found.fits[2].coefficients[0] - found.fits[0].coefficients[0], 2 * 1.2816 * 0.2, 0.15);
}

TEST(PolicyMultiple, QuantilesOfToday) {
  const std::size_t n = 100;
  const auto rate = combined(n, [u = white_noise(310, n)](std::size_t t) { return 3 + u[t]; });
  const auto noise = white_noise(311, n), sign = white_noise(312, n);
  const auto multiple = combined(n, [&](std::size_t t) { return 4 - 0.2 * rate[t] + 0.1 * noise[t]; });
  const auto found = Asked(multiple, rate, sign).answer();
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& b = found.fits[i].coefficients;
    EXPECT_NEAR(found.quantile_now[i], b[0] + b[1] * rate.back() + (sign.back() > 0 ? b[2] : 0), 1e-12);
  }
  EXPECT_TRUE(std::is_sorted(found.quantile_now.begin(), found.quantile_now.end()));
}

// A multiple and a rate that wander, unrelated.
Asked wandering(std::size_t n) {
  const auto u = autoregression(340, n, 0.97, 1), v = autoregression(341, n, 0.97, 1);
  return {combined(n, [&](std::size_t t) { return 2 + std::tanh(u[t] / 8); }),
          combined(n, [&](std::size_t t) { return 4 + v[t]; })};
}

TEST(PolicyMultiple, BlocksByDefault) {
  const auto blocks = wandering(300).answer();
  EXPECT_THAT(blocks.fits[1].errors.name, StartsWith("stationary bootstrap (200 draws, mean block "));
  EXPECT_GE(blocks.fits[1].errors.bandwidth, 12);
  EXPECT_LE(blocks.fits[1].errors.bandwidth, 100);
  EXPECT_EQ(blocks.fits[0].errors.bandwidth, blocks.fits[2].errors.bandwidth);
  auto asked = wandering(300);
  asked.question.errors.errors = QuantileErrors::nid;
  const auto independent = asked.answer();
  EXPECT_EQ(independent.fits[1].coefficients, blocks.fits[1].coefficients);
  EXPECT_GT(blocks.fits[1].errors.std_error(1), 2 * independent.fits[1].errors.std_error(1));
  auto given = wandering(300);
  given.question.errors.block_length = 30;
  EXPECT_EQ(given.answer().fits[1].errors.bandwidth, 30);
  EXPECT_LE(wandering(30).answer().fits[1].errors.bandwidth, 10);  // a third of the figures
}

TEST(PolicyMultiple, RareTurns) {
  // The rate differs in one month and the balance sheet shrinks in another: most resamples miss one of them.
  const std::size_t n = 60;
  const auto noise = white_noise(350, n);
  std::vector<double> rate(n, 1), balance(n, 3);
  rate[10] = 2;
  balance[45] = -1;
  const auto multiple = combined(n, [&](std::size_t t) { return 2 + 0.1 * noise[t]; });
  const auto found = Asked(multiple, rate, balance).answer();
  ASSERT_EQ(found.fits.size(), 3u);
  EXPECT_THAT(found.fits[0].errors.name, StartsWith("Hendricks-Koenker"));
  EXPECT_THAT(found.words,
              testing::Contains(StartsWith("Errors of percentile 10 are those of independent observations")));
}

TEST(PolicyMultiple, Rearranged) {
  // Wide at low rates and narrow at high ones: lines cross where the rate goes on rising.
  const std::size_t n = 120;
  const auto u = white_noise(360, n);
  std::vector<double> rate(n), multiple(n);
  for (std::size_t t = 0; t < n; ++t) {
    rate[t] = static_cast<double>(t % 40) / 10;
    multiple[t] = 5 + (4 - rate[t]) * std::tanh(u[t]);
  }
  rate.back() = 12;
  multiple.back() = 5;
  const auto found = Asked(multiple, rate).answer();
  const auto at = [&](std::size_t i) {
    return found.fits[i].coefficients[0] + 12 * found.fits[i].coefficients[1];
  };
  ASSERT_GT(at(0), at(2));
  EXPECT_NEAR(found.quantile_now[0], std::min({at(0), at(1), at(2)}), 1e-12);
  EXPECT_NEAR(found.quantile_now[2], std::max({at(0), at(1), at(2)}), 1e-12);
  EXPECT_GE(found.crossings, 1);
  EXPECT_THAT(found.words,
              testing::Contains(StartsWith("Quantiles fitted one by one cross at today's policy and in")));
  ASSERT_EQ(found.quantile_at.size(), 3u);
  for (std::size_t t = 0; t < n; ++t) {
    EXPECT_LE(found.quantile_at[0][t], found.quantile_at[1][t]);
    EXPECT_LE(found.quantile_at[1][t], found.quantile_at[2][t]);
  }
  EXPECT_NEAR(found.quantile_at[1].back(), found.quantile_now[1], 1e-9);
  // The order of shares is the asker's.
  Asked turned(multiple, rate);
  turned.question.shares = {0.9, 0.5, 0.1};
  EXPECT_EQ(turned.answer().quantile_now.front(), found.quantile_now.back());
}

TEST(PolicyMultiple, GrowingShare) {
  const auto found = Asked(kMultiples, kRates, {5, -1, kNone, 3, 0, -2, 4, 4, -1, -3}).answer();
  EXPECT_EQ(found.balance_known, 9);
  EXPECT_EQ(found.growing_share, 4.0 / 9);
  const auto without = Asked(kMultiples, kRates).answer();
  EXPECT_EQ(without.balance_known, 0);
  EXPECT_TRUE(std::isnan(without.growing_share));
}

TEST(PolicyMultiple, ShorterBalanceSheet) {
  const std::size_t n = 60;
  auto sign = white_noise(320, n);
  for (std::size_t t = 0; t < 20; ++t) sign[t] = kNone;
  const auto noise = white_noise(322, n);
  const auto found =
      Asked(combined(n, [&](std::size_t t) { return 2 + 0.1 * noise[t]; }), white_noise(321, n), sign)
          .answer();
  EXPECT_EQ(found.fits[0].residuals.size(), 40);
  EXPECT_EQ(found.ordinal.size(), 60u);
  EXPECT_THAT(
      found.words,
      testing::Contains("Quantiles are of the 40 months since 2011-09 on which the balance sheet is known; "
                        "bands are of all 60."));
}

TEST(PolicyMultiple, OnlyEverGrew) {
  const std::size_t n = 40;
  const auto noise = white_noise(330, n);
  const auto multiple = combined(n, [&](std::size_t t) { return 2 + 0.1 * noise[t]; });
  const auto grew = Asked(multiple, white_noise(331, n), std::vector<double>(n, 3)).answer();
  EXPECT_EQ(grew.fits[0].coefficients.size(), 2);
  EXPECT_THAT(grew.words,
              testing::Contains("The balance sheet only ever grew: it is left out of the quantiles."));
  const auto shrank = Asked(multiple, white_noise(331, n), std::vector<double>(n, 0)).answer();
  EXPECT_THAT(shrank.words,
              testing::Contains("The balance sheet only ever shrank: it is left out of the quantiles."));
  const auto absent = Asked(multiple, white_noise(331, n), std::vector<double>(n, kNone)).answer();
  EXPECT_EQ(absent.fits[0].residuals.size(), 40);
  EXPECT_FALSE(absent.growing_now.has_value());
  EXPECT_THAT(absent.words, testing::Contains(HasSubstr("has no figure beside the multiple")));
}

TEST(PolicyMultiple, ShareOfToday) {
  EXPECT_EQ(Asked(kMultiples, kRates).answer().share_now, 0.25);  // 1.25 of 1.3 and 1.25: (0 + 0.5) / 2
  auto multiples = kMultiples;
  multiples.back() = 1.9;
  EXPECT_EQ(Asked(multiples, kRates).answer().share_now, 0.75);
}

TEST(PolicyMultiple, Reratings) {
  // Flat but for two rises: doubling over 2011-01..2011-06, by half over 2013-01..2013-03, and a fall in 2012.
  const std::size_t n = 60;
  std::vector<double> multiple(n, 1.0);
  for (std::size_t t = 12; t < n; ++t)
    multiple[t] = t < 18 ? 1 + static_cast<double>(t - 11) / 6 : t < 30 ? 2.0 : 1.0;
  for (std::size_t t = 36; t < n; ++t) multiple[t] = t < 39 ? 1 + static_cast<double>(t - 35) / 6 : 1.5;
  std::vector<double> balance(n, -1);
  for (std::size_t t = 0; t < 30; ++t) balance[t] = 8;
  const auto found =
      Asked(multiple, combined(n, [](std::size_t t) { return t % 2 ? 1.0 : 3.0; }), balance).answer();
  ASSERT_GE(found.reratings.size(), 2u);
  EXPECT_LE(found.reratings.size(), kReratings);
  EXPECT_EQ(found.reratings[0].percent, 100);
  EXPECT_EQ(to_string(found.reratings[0].from), "2010-06");  // the earliest window of those equal
  EXPECT_EQ(to_string(found.reratings[0].to), "2011-06");
  EXPECT_EQ(found.reratings[0].growing, true);
  EXPECT_NEAR(found.reratings[1].percent, 50, 1e-12);
  EXPECT_EQ(to_string(found.reratings[1].to), "2013-07");  // the first year that begins after the fall
  EXPECT_EQ(found.reratings[1].growing, false);
  for (std::size_t i = 0; i < found.reratings.size(); ++i) {
    EXPECT_GT(found.reratings[i].percent, 0);
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_TRUE(found.reratings[i].to.ordinal <= found.reratings[j].from.ordinal ||
                  found.reratings[i].from.ordinal >= found.reratings[j].to.ordinal);
  }
}

TEST(PolicyMultiple, HolesAndQuarters) {
  auto multiples = kMultiples;
  auto rates = kRates;
  multiples[9] = kNone;  // the newest
  rates[6] = kNone;
  const auto found = Asked(multiples, rates).answer();
  EXPECT_EQ(found.ordinal.size(), 8u);
  EXPECT_EQ(to_string(found.now), "2010-09");
  EXPECT_EQ(found.bands[0].n, 4);
  Asked quarterly(kMultiples, kRates);
  quarterly.multiple.type.frequency = quarterly.rate.type.frequency = Frequency::quarterly;
  const auto by_quarter = quarterly.answer();
  EXPECT_EQ(by_quarter.now.frequency, Frequency::quarterly);
  EXPECT_NEAR(by_quarter.reratings[0].percent, 100 * (1.5 / 1.0 - 1), 1e-12);  // four quarters on
}

TEST(PolicyMultiple, Refusals) {
  Asked quarterly(kMultiples, kRates);
  quarterly.rate.type.frequency = Frequency::quarterly;
  EXPECT_EQ(quarterly.complaint(),
            "event_frequency study.toml:5:1 the multiple is monthly, but `funds` is quarterly");
  Asked daily(kMultiples, kRates);
  daily.multiple.type.frequency = Frequency::daily;
  EXPECT_THAT(daily.complaint(),
              StartsWith("event_frequency study.toml:5:1 multiples are set against policy by month"));
  auto negative = kMultiples;
  negative[2] = -1;
  EXPECT_EQ(Asked(negative, kRates).complaint(),
            "fair_value_fundamental study.toml:5:1 a multiple must be above zero, but `ps` is -1 in 2010-03");
  Asked falling(kMultiples, kRates);
  falling.question.band_edges = {2, 2};
  EXPECT_EQ(falling.complaint(),
            "regression_settings study.toml:5:1 `band_edges` must rise, but 2 stands at place 2");
  Asked share(kMultiples, kRates);
  share.question.shares = {1.5};
  EXPECT_THAT(share.complaint(), StartsWith("regression_settings study.toml:5:1"));
  EXPECT_THAT(Asked({1, 2, 3}, {1, 2, 3}).complaint(),
              StartsWith("regression_too_few study.toml:5:1 `ps` and `funds` have 3 periods in common"));
  EXPECT_THAT(Asked({}, {}).complaint(), StartsWith("regression_too_few study.toml:5:1"));
  EXPECT_THAT(Asked(kMultiples, std::vector<double>(10, 2)).complaint(),
              StartsWith("regression_no_variation study.toml:5:1"));
  auto infinite = kRates;
  infinite[3] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Asked(kMultiples, infinite).complaint(),
            "regression_not_finite study.toml:5:1 `funds` is infinite in 2010-04");
}

}  // namespace
}  // namespace rerate
