// Columns and names stand where they should            -> ColumnsByHand
// The pair of least BIC by regressions of their own     -> EqualsRegressionsOfTheirOwn

#include "rerate/time_series/leads_and_lags.h"

#include <gmock/gmock.h>

#include <cmath>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

TEST(LeadsAndLags, ColumnsByHand) {
  Matrix x(6, 1);
  x << 1, 2, 4, 8, 16, 32;
  const auto dynamic = dynamic_design(x, {"rate"}, {1, 1});
  EXPECT_EQ(dynamic.first, 2);
  EXPECT_EQ(dynamic.design.rows(), dynamic_rows(6, {1, 1}));
  EXPECT_EQ(dynamic.design.columns(), dynamic_columns(1, {1, 1}));
  EXPECT_THAT(dynamic.design.names, testing::ElementsAre("constant", "rate", "change of rate, 1 ahead",
                                                         "change of rate", "change of rate, 1 back"));
  Matrix expected(3, 5);
  expected << 1, 4, 4, 2, 1, 1, 8, 8, 4, 2, 1, 16, 16, 8, 4;
  EXPECT_EQ(dynamic.design.x, expected);
}

TEST(LeadsAndLags, EqualsRegressionsOfTheirOwn) {
  const RandomStream random(4, 4);
  const Index rows = 80;
  Matrix x(rows, 2);
  Vector y(rows);
  for (Index t = 0; t < rows; ++t) {
    for (Index c = 0; c < 2; ++c)
      x(t, c) = random.uniform(static_cast<std::uint64_t>(3 * t + c)) - 0.5 + (t > 0 ? x(t - 1, c) : 0);
    y[t] = x(t, 0) + 0.05 * random.uniform(static_cast<std::uint64_t>(3 * t + 2));
    if (t > 2) y[t] += 0.8 * (x(t - 2, 1) - x(t - 3, 1));
  }
  const int most = 3;
  double least = 1e300;
  LeadsAndLags best;
  for (int leads = 0; leads <= most; ++leads)
    for (int lags = 0; lags <= most; ++lags) {
      const auto dynamic = dynamic_design(x, {"a", "b"}, {leads, lags});
      // The sample that all pairs share.
      Design design{dynamic.design.x.middleRows(most - lags, rows - 1 - 2 * most), dynamic.design.names,
                    true};
      const auto fit = ols(y.segment(most + 1, design.rows()), design);
      if (fit.bic() < least) least = fit.bic(), best = {leads, lags};
    }
  const auto chosen = choose_leads_and_lags(y, x, {-1, -1}, most);
  EXPECT_EQ(chosen.leads, best.leads);
  EXPECT_EQ(chosen.lags, best.lags);
  EXPECT_GE(chosen.lags, 2);
}

}  // namespace
}  // namespace rerate
