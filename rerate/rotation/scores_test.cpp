// Behaviour -> test
//   names of kinds read back                                                   -> NamesReadBack
//   z of a row by hand, winsorised                                             -> ZByHand
//   ranks of a row by hand, equals share theirs                                -> RanksByHand
//   rows with one figure, none, or none that differ                            -> DegenerateRows
//   a z does not change with unit and origin, nor do ranks with any rising map -> UnitsDoNotMatter
//   figures whose squares overflow or vanish have a z                          -> ExtremeFigures
//   equal and fixed weights by hand, signals that are missing are left out     -> WeightsByHand
//   weights that are not right are refused                                     -> WeightsRefused
//   rank correlations are Spearman's of the returns that followed              -> RankCorrelations
//   returns that differ by rounding only have equal ranks -> EqualReturnsTie
//   scores cut at a month have the same bits up to it, for every kind of weights -> ReplayGivesTheSameBits
#include "rerate/rotation/scores.h"

#include <algorithm>

#include "rerate/rotation/signals_for_test.h"
#include "rerate/statistics/correlation.h"

namespace rerate {
namespace {

Matrix one_row(const std::vector<double>& figures) {
  return Eigen::Map<const Eigen::RowVectorXd>(figures.data(), static_cast<Index>(figures.size()));
}

void expect_row(const Matrix& found, const std::vector<double>& expected, double tolerance = 1e-15) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double one = found(0, static_cast<Index>(i));
    if (std::isnan(expected[i]))
      EXPECT_TRUE(std::isnan(one)) << i;
    else
      EXPECT_NEAR(one, expected[i], tolerance) << i;
  }
}

TEST(Scores, NamesReadBack) {
  for (const std::string name : {"fixed", "equal", "inverse_variance", "ridge", "elastic_net"})
    EXPECT_EQ(to_string(parse_signal_weights(name).value()), name);
  for (const std::string name : {"z", "rank"}) EXPECT_EQ(to_string(parse_cross_section(name).value()), name);
  EXPECT_FALSE(parse_signal_weights("lasso").has_value());
  EXPECT_FALSE(parse_cross_section("z_score").has_value());
}

TEST(Scores, ZByHand) {
  expect_row(cross_section(one_row({1, kNone, 3, 5}), CrossSection::z_score, 3), {-1, kNone, 0, 1});
  expect_row(cross_section(one_row({1, 3, 5}), CrossSection::z_score, 0.5), {-0.5, 0, 0.5});
  std::vector<double> outlier(20, 0);
  outlier[0] = 1;
  EXPECT_EQ(cross_section(one_row(outlier), CrossSection::z_score, 3)(0, 0), 3);
}

TEST(Scores, RanksByHand) {
  expect_row(cross_section(one_row({30, 10, kNone, 20}), CrossSection::rank, 3), {1, -1, kNone, 0});
  expect_row(cross_section(one_row({2, 1, 2, 2, 9}), CrossSection::rank, 3), {0, -1, 0, 0, 1});
  expect_row(cross_section(one_row({2, 2, 1}), CrossSection::rank, 3), {0.5, 0.5, -1});
}

TEST(Scores, DegenerateRows) {
  for (const auto kind : {CrossSection::z_score, CrossSection::rank}) {
    expect_row(cross_section(one_row({kNone, 7, kNone}), kind, 3), {kNone, 0, kNone});
    expect_row(cross_section(one_row({0.1, 0.1, 0.1}), kind, 3), {0, 0, 0});
    expect_row(cross_section(one_row({kNone, kNone}), kind, 3), {kNone, kNone});
  }
  EXPECT_EQ(failure_of([] {
              cross_section(one_row({1, 2}), CrossSection::z_score, 0);
            }).code,
            ErrorCode::rotation_weights);
  EXPECT_THROW(cross_section(one_row({1, 2}), CrossSection::z_score, kNone), UserError);
}

TEST(Scores, UnitsDoNotMatter) {
  const Matrix figures = noise(41, 200, 12);
  const Matrix z = cross_section(figures, CrossSection::z_score, 3);
  const Matrix moved = cross_section((figures.array() * 250 - 17).matrix(), CrossSection::z_score, 3);
  EXPECT_LT((z - moved).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LE(z.cwiseAbs().maxCoeff(), 3);
  EXPECT_LT(z.rowwise().mean().cwiseAbs().maxCoeff(), 0.1);
  const Matrix cubed = figures.array().cube();
  EXPECT_EQ(cross_section(figures, CrossSection::rank, 3), cross_section(cubed, CrossSection::rank, 3));
}

TEST(Scores, ExtremeFigures) {
  for (const double unit : {1e300, 1e-300})
    expect_row(cross_section(one_row({1 * unit, 3 * unit, 5 * unit}), CrossSection::z_score, 3), {-1, 0, 1},
               1e-14);
}

Scores combined(const std::vector<Matrix>& standings, const std::vector<double>& fixed, SignalWeights kind) {
  ScoreSettings settings;
  settings.weights = kind;
  return combine(simulated_panel(42, standings[0].rows(), standings[0].cols()), standings, fixed, settings);
}

TEST(Scores, WeightsByHand) {
  const std::vector<Matrix> standings = {one_row({1, -1, kNone, kNone}), one_row({0.5, kNone, -2, kNone})};
  const auto fixed = combined(standings, {3, 1}, SignalWeights::fixed);
  expect_row(fixed.score, {0.875, -1, -2, kNone});
  expect_row(fixed.weight, {0.75, 0.25});
  EXPECT_TRUE(fixed.refitted.empty());
  expect_row(combined(standings, {3, 1}, SignalWeights::equal).score, {0.75, -1, -2, kNone});
  // A signal of weight 0 gives nobody a score.
  expect_row(combined(standings, {3, 0}, SignalWeights::fixed).score, {1, -1, kNone, kNone});
}

TEST(Scores, WeightsRefused) {
  const std::vector<Matrix> standings = {one_row({1, -1}), one_row({-1, 1})};
  for (const std::vector<double>& wrong :
       {std::vector<double>{0, 0}, {1, -1}, {1, kNone}, {1, std::numeric_limits<double>::infinity()}})
    EXPECT_EQ(failure_of([&] { combined(standings, wrong, SignalWeights::fixed); }).code,
              ErrorCode::rotation_weights);
  expect_row(combined(standings, {1e308, 1e308}, SignalWeights::fixed).weight, {0.5, 0.5});
  EXPECT_NO_THROW(combined(standings, {0, 0}, SignalWeights::equal));
}

TEST(Scores, RankCorrelations) {
  Matrix price = simulated_panel(43, 30, 5).price;
  price(12, 4) = kNone;
  const auto panel = monthly_panel(price);
  Matrix score = noise(44, 30, 5);
  score(3, 1) = kNone;
  score.row(6).setConstant(1);
  for (Index i = 2; i < 5; ++i) score(8, i) = kNone;
  for (const int lag : {0, 1})
    for (const int horizon : {1, 3}) {
      const auto found = rank_correlations(panel, score, lag, horizon);
      for (Index m = 0; m < 30; ++m) {
        std::vector<double> x, y;
        for (Index i = 0; m + lag + horizon < 30 && i < 5; ++i) {
          const double earned = price(m + lag + horizon, i) / price(m + lag, i);
          if (!std::isnan(score(m, i)) && !std::isnan(earned)) x.push_back(score(m, i)), y.push_back(earned);
        }
        const double one = found[static_cast<std::size_t>(m)];
        if (x.size() < 3 || m == 6)
          EXPECT_TRUE(std::isnan(one)) << m;
        else
          EXPECT_NEAR(one, rank_correlation(x, y), 1e-12) << m;
      }
    }
}

TEST(Scores, EqualReturnsTie) {
  // 1%, 1% and 2% a month, of levels that are rounded differently.
  Matrix price(3, 3);
  price << 100, 137.77, 100, 101, 137.77 * 1.01, 102, 101 * 1.01, 137.77 * 1.01 * 1.01, 102 * 1.02;
  price(1, 0) *= 1 + 2e-15;
  const Matrix up = one_row({1, 2, 3}).replicate(3, 1), down = one_row({2, 1, 3}).replicate(3, 1);
  const double expected = std::sqrt(0.75);  // of ranks -1, 0, 1 and -1/2, -1/2, 1
  for (const auto& score : {up, down})
    for (const int lag : {0, 1})
      EXPECT_NEAR(rank_correlations(monthly_panel(price), score, lag, 1)[0], expected, 1e-14);
  // Scores too.
  const Matrix equal = one_row({1 + 1e-15, 1, 3}).replicate(3, 1);
  EXPECT_NEAR(rank_correlations(monthly_panel(price), equal, 0, 1)[0], 1, 1e-14);
}

TEST(Scores, ReplayGivesTheSameBits) {
  constexpr Index kMonths = 160;
  const auto panel = simulated_panel(45, kMonths, 6);
  std::vector<Matrix> standings;
  for (std::uint64_t s = 0; s < 3; ++s)
    standings.push_back(cross_section(noise(46 + s, kMonths, 6), CrossSection::z_score, 3));
  standings[2].topRows(30).setConstant(kNone);
  for (const auto kind : {SignalWeights::fixed, SignalWeights::equal, SignalWeights::inverse_variance,
                          SignalWeights::ridge, SignalWeights::elastic_net}) {
    ScoreSettings settings;
    settings.weights = kind;
    settings.first_window = 36;
    settings.trade_lag = 1;
    settings.horizon = 3;
    settings.embargo = 1;
    settings.folds = 3;
    const auto whole = combine(panel, standings, {1, 2, 3}, settings);
    const bool learned = kind != SignalWeights::fixed && kind != SignalWeights::equal;
    ASSERT_EQ(whole.refitted.size() > 3, learned);
    for (const Index months : {60, 97, 110, 159}) {
      std::vector<Matrix> cut;
      for (const auto& one : standings) cut.push_back(one.topRows(months));
      const auto found = combine(first_months(panel, months), cut, {1, 2, 3}, settings);
      expect_same_bits(found.score, whole.score, std::string(to_string(kind)));
      expect_same_bits(found.weight, whole.weight, std::string(to_string(kind)));
    }
  }
}

}  // namespace
}  // namespace rerate
