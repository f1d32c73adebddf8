// Behaviour -> test
//   1,714 covariances of 26 real regressions as in R, gretl and statsmodels   CovarianceTest.AsInOracles
//   classical and HC on four points by hand                          CovarianceTest.HandComputed
//   names say every choice                                           CovarianceTest.NamesSayEveryChoice
//   the small-sample factor                                          CovarianceTest.SmallSample
//   fixed-b: right size for independent data, n = 200                CovarianceTest.LazarusHasItsSize
//   equal-weighted cosine: right size for independent data, n = 200  CovarianceTest.CosineHasItsSize
//   t and normal p-values and critical values belong together        CovarianceTest.DistributionsBelong
//   an indefinite Hansen-Hodrick estimate says so                    CovarianceTest.IndefiniteIsTold
//   a perfect fit has no errors, and no bandwidth runs away          CovarianceTest.PerfectFit
//   the same bits on every processor                                 CovarianceTest.PinnedBits
//   bandwidths, terms and rules out of range                         CovarianceRefuses.SettingsOutOfRange
//   HC2 and HC3 where one observation decides                        CovarianceRefuses.FullLeverage

#include "rerate/regression/covariance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/regression/golden_for_test.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;

constexpr double infinity = std::numeric_limits<double>::infinity();

CovarianceSettings settings_of(const nlohmann::json& told) {
  static const std::map<std::string, CovarianceKind> kinds = {{"classical", CovarianceKind::classical},
                                                              {"hc0", CovarianceKind::hc0},
                                                              {"hc1", CovarianceKind::hc1},
                                                              {"hc2", CovarianceKind::hc2},
                                                              {"hc3", CovarianceKind::hc3},
                                                              {"hac", CovarianceKind::hac}};
  static const std::map<std::string, Kernel> kernels = {{"bartlett", Kernel::bartlett},
                                                        {"parzen", Kernel::parzen},
                                                        {"quadratic_spectral", Kernel::quadratic_spectral},
                                                        {"truncated", Kernel::truncated}};
  static const std::map<std::string, BandwidthRule> rules = {{"given", BandwidthRule::given},
                                                             {"andrews", BandwidthRule::andrews},
                                                             {"newey_west", BandwidthRule::newey_west}};
  CovarianceSettings settings;
  settings.kind = kinds.at(told.at("kind"));
  settings.kernel = kernels.at(told.value("kernel", "bartlett"));
  settings.rule = rules.at(told.value("rule", "given"));
  settings.bandwidth = told.value("bandwidth", 0.0);
  settings.prewhitening = told.value("prewhitening", 0);
  settings.small_sample = told.value("small_sample", false);
  return settings;
}

TEST(CovarianceTest, AsInOracles) {
  LargestDeviation deviation(1e-8);
  for (const auto& golden : golden_regressions()) {
    const OlsFit fit = ols(golden.y, golden.design);
    for (const auto& oracle : golden.oracles)
      for (const auto& row : oracle.at("covariances")) {
        const auto settings = settings_of(row.at("settings"));
        const Covariance ours = covariance(golden.design, fit, settings);
        const std::string program = oracle.at("program"),
                          what = golden.name + ", " + row.at("call").get<std::string>();
        if (settings.rule != BandwidthRule::given)
          deviation.expect(program, ours.bandwidth, row.at("bandwidth"), what + ", bandwidth");
        for (Index j = 0; j < fit.k; ++j) {
          const auto at = static_cast<std::size_t>(j);
          deviation.expect(program, ours.std_error(j), row.at("std_errors")[at], what);
          const double p = row.contains("p") ? row.at("p")[at].get<double>() : 0;
          if (p > 1e-250)  // far below, what they print has fewer digits
            deviation.expect(program, ours.p_value(fit.coefficients[j] / ours.std_error(j)), p, what + ", p");
        }
      }
  }
}

struct FourPoints {
  Design design = constant_design(4);
  OlsFit fit;
  FourPoints() {
    design.append("x", Vector{{0, 1, 2, 3}});
    fit = ols(Vector{{1, 3, 4, 8}}, design);  // residuals 0.3, 0.1, -1.1, 0.7; leverages 0.7, 0.3, 0.3, 0.7
  }
  double slope_variance(CovarianceKind kind) const { return covariance(design, fit, {kind}).matrix(1, 1); }
};

TEST(CovarianceTest, HandComputed) {
  const FourPoints points;
  // The slope is sum (x - 1.5) e / 5: its HC variance weighs e^2 by (2.25, 0.25, 0.25, 2.25) / 25.
  EXPECT_NEAR(points.slope_variance(CovarianceKind::classical), 0.18, 1e-14);
  EXPECT_NEAR(points.slope_variance(CovarianceKind::hc0), (2.25 * 0.58 + 0.25 * 1.22) / 25, 1e-14);
  EXPECT_NEAR(points.slope_variance(CovarianceKind::hc1), 2 * (2.25 * 0.58 + 0.25 * 1.22) / 25, 1e-14);
  EXPECT_NEAR(points.slope_variance(CovarianceKind::hc2), (2.25 * 0.58 / 0.3 + 0.25 * 1.22 / 0.7) / 25,
              1e-14);
  EXPECT_NEAR(points.slope_variance(CovarianceKind::hc3), (2.25 * 0.58 / 0.09 + 0.25 * 1.22 / 0.49) / 25,
              1e-14);
}

TEST(CovarianceTest, NamesSayEveryChoice) {
  const Design design = uniform_design(100, 3, 5);
  const OlsFit fit = ols(uniform_columns(100, 1, 6), design);
  const auto name = [&](const CovarianceSettings& settings) {
    return covariance(design, fit, settings).name;
  };
  CovarianceSettings settings;
  EXPECT_EQ(name(settings), "Newey-West (Bartlett, 4 lags by rule of thumb)");
  settings.rule = BandwidthRule::given;
  settings.bandwidth = 6;
  settings.small_sample = true;
  EXPECT_EQ(name(settings), "Newey-West (Bartlett, 5 lags, times n/(n-k))");
  settings.bandwidth = 6.5;
  settings.kernel = Kernel::quadratic_spectral;
  settings.prewhitening = 1;
  settings.small_sample = false;
  EXPECT_EQ(name(settings), "HAC (quadratic spectral, bandwidth 6.5, VAR(1) prewhitened)");
  settings.rule = BandwidthRule::andrews;
  EXPECT_THAT(name(settings), HasSubstr(" by Andrews 1991, "));
  settings.rule = BandwidthRule::newey_west;
  EXPECT_THAT(name(settings), HasSubstr(" by Newey-West 1994, "));
  EXPECT_EQ(name({CovarianceKind::hac, Kernel::bartlett, BandwidthRule::lazarus}),
            "Newey-West (Bartlett, 12 lags by 1.3 sqrt(n), fixed-b)");
  EXPECT_EQ(name({CovarianceKind::hc2}), "HC2");
  EXPECT_EQ(name({CovarianceKind::classical}), "classical");
  EXPECT_EQ(name({CovarianceKind::ewc}), "equal-weighted cosine (8 terms)");
  EXPECT_EQ(name({CovarianceKind::hansen_hodrick, Kernel::bartlett, BandwidthRule::given, 2}),
            "Hansen-Hodrick (2 lags)");
}

TEST(CovarianceTest, SmallSample) {
  const Design design = uniform_design(50, 5, 5);
  const OlsFit fit = ols(uniform_columns(50, 1, 6), design);
  CovarianceSettings settings;
  const Matrix plain = covariance(design, fit, settings).matrix;
  settings.small_sample = true;
  EXPECT_LE((covariance(design, fit, settings).matrix - plain * 50 / 45).norm(), 1e-15 * plain.norm());
}

// Share of `draws` samples of independent, nearly normal figures whose mean is found different from 0 at 5%.
double false_rejections(const CovarianceSettings& settings, int draws) {
  constexpr Index n = 200;
  const RandomStream random(42, 0);
  const Design design = constant_design(n);
  int rejected = 0;
  std::uint64_t used = 0;
  for (int draw = 0; draw < draws; ++draw) {
    Vector y = Vector::Constant(n, -6);
    for (Index i = 0; i < n; ++i)
      for (int part = 0; part < 12; ++part) y[i] += random.uniform(used++);
    const OlsFit fit = ols(y, design);
    const Covariance errors = covariance(design, fit, settings);
    rejected += errors.p_value(fit.coefficients[0] / errors.std_error(0)) < 0.05;
  }
  return static_cast<double>(rejected) / draws;
}

// With t(n - 1) in place of fixed-b it would be 7% (b = 19/200), with the normal in place of t(13) 7.5%: both
// far outside.
TEST(CovarianceTest, LazarusHasItsSize) {
  const double share =
      false_rejections({CovarianceKind::hac, Kernel::bartlett, BandwidthRule::lazarus}, 1500);
  EXPECT_GE(share, 0.038);
  EXPECT_LE(share, 0.062);
}

TEST(CovarianceTest, CosineHasItsSize) {
  const double share = false_rejections({CovarianceKind::ewc}, 3000);
  EXPECT_GE(share, 0.042);
  EXPECT_LE(share, 0.058);
}

TEST(CovarianceTest, DistributionsBelong) {
  const Design design = uniform_design(60, 3, 5);
  const OlsFit fit = ols(uniform_columns(60, 1, 6), design);
  const std::pair<CovarianceSettings, double> cases[] = {
      {{CovarianceKind::classical}, 57},
      {{CovarianceKind::hc3}, 57},
      {{CovarianceKind::hac}, 57},
      {{CovarianceKind::ewc}, 6},
      {{CovarianceKind::hansen_hodrick, Kernel::bartlett, BandwidthRule::given, 1}, infinity}};
  for (const auto& [settings, degrees] : cases) {
    const Covariance errors = covariance(design, fit, settings);
    EXPECT_EQ(errors.degrees_of_freedom, degrees) << errors.name;
    EXPECT_NEAR(errors.p_value(errors.critical_value(0.9)), 0.1, 1e-14) << errors.name;
    EXPECT_EQ(errors.p_value(1.7), student_t_two_sided_p(1.7, degrees));
  }
  const auto fixed = covariance(design, fit, {CovarianceKind::hac, Kernel::bartlett, BandwidthRule::lazarus});
  EXPECT_TRUE(fixed.fixed_b);
  EXPECT_EQ(fixed.bandwidth, 11);  // 1.3 sqrt(60) = 10.07
  EXPECT_EQ(fixed.b, 11.0 / 60);
  EXPECT_NEAR(fixed.p_value(fixed.critical_value(0.9)), 0.1, 1e-8);
  EXPECT_GT(fixed.critical_value(0.9), student_t_quantile(0.95, 57));
}

TEST(CovarianceTest, IndefiniteIsTold) {
  Vector y(40);
  for (Index i = 0; i < 40; ++i) y[i] = i % 2 == 0 ? 1 : -1.5;  // first autocorrelation near -1
  const Design design = constant_design(40);
  const auto errors = covariance(design, ols(y, design),
                                 {CovarianceKind::hansen_hodrick, Kernel::bartlett, BandwidthRule::given, 1});
  EXPECT_THAT(errors.name, HasSubstr("not positive definite"));
  EXPECT_TRUE(std::isnan(errors.std_error(0)));
  EXPECT_TRUE(std::isnan(errors.p_value(1 / errors.std_error(0))));
}

TEST(CovarianceTest, PerfectFit) {
  Design design = constant_design(32);
  Vector x(32);
  for (Index i = 0; i < 32; ++i) x[i] = static_cast<double>(i);
  design.append("x", x);
  const OlsFit fit = ols(2 * x, design);
  for (const auto rule : {BandwidthRule::andrews, BandwidthRule::newey_west}) {
    const auto errors = covariance(design, fit, {CovarianceKind::hac, Kernel::parzen, rule});
    EXPECT_LE(errors.std_error(1), 1e-13);
    EXPECT_LE(errors.bandwidth, 32);
  }
}

TEST(CovarianceTest, PinnedBits) {
  const Design design = uniform_design(101, 10, 8);
  const OlsFit fit = ols(uniform_columns(101, 1, 9), design);
  const auto entry = [&](CovarianceSettings settings) {
    return covariance(design, fit, settings).matrix(7, 3);
  };
  EXPECT_EQ(entry({CovarianceKind::hac, Kernel::bartlett}), 0x1.1d9aac3349e4ep-10);
  EXPECT_EQ(entry({CovarianceKind::hac, Kernel::parzen}), 0x1.dd77961e11b24p-11);
  EXPECT_EQ(entry({CovarianceKind::hac, Kernel::quadratic_spectral}), 0x1.30714c93bb45ep-10);
  EXPECT_EQ(entry({CovarianceKind::hac, Kernel::truncated}), 0x1.1e28730e37e12p-9);
  EXPECT_EQ(entry({CovarianceKind::hc3}), 0x1.ccb786f5b8cf6p-11);
  EXPECT_EQ(entry({CovarianceKind::ewc}), 0x1.3e70cc983d562p-9);
}

TEST(CovarianceRefuses, SettingsOutOfRange) {
  const Design design = uniform_design(30, 3, 5);
  const OlsFit fit = ols(uniform_columns(30, 1, 6), design);
  const auto refused = [&](const CovarianceSettings& settings) {
    const auto failure = failure_of([&] { covariance(design, fit, settings); });
    return failure.code == ErrorCode::regression_settings || failure.code == ErrorCode::regression_too_few
               ? failure.what
               : "another code: " + failure.what;
  };
  using enum CovarianceKind;
  for (const double bandwidth : {-1.0, 31.0, infinity, std::nan("")}) {
    EXPECT_THAT(refused({hac, Kernel::bartlett, BandwidthRule::given, bandwidth}),
                HasSubstr("from 0 to the number"));
    EXPECT_THAT(refused({hansen_hodrick, Kernel::bartlett, BandwidthRule::given, bandwidth}),
                HasSubstr("(30)"));
  }
  EXPECT_THAT(refused({hac, Kernel::parzen, BandwidthRule::lazarus}), HasSubstr("`lazarus`"));
  EXPECT_THAT(refused({hac, Kernel::bartlett, BandwidthRule::lazarus, 0, 1}),
              HasSubstr("without prewhitening"));
  EXPECT_THAT(refused({hac, Kernel::truncated, BandwidthRule::newey_west}), HasSubstr("truncated kernel"));
  EXPECT_THAT(refused({hac, Kernel::bartlett, BandwidthRule::andrews, 0, -2}),
              HasSubstr("must not be negative"));
  EXPECT_THAT(refused({hac, Kernel::bartlett, BandwidthRule::andrews, 0, 9}),
              HasSubstr("30 observations do not"));
  for (const int terms : {-1, 30})
    EXPECT_THAT(refused({ewc, Kernel::bartlett, BandwidthRule::given, 0, 0, false, terms}),
                HasSubstr("cosine terms"));
}

TEST(CovarianceRefuses, FullLeverage) {
  Design design = uniform_design(30, 2, 5);
  Vector month = Vector::Zero(30);
  month[12] = 1;
  design.append("march2020", month);
  const OlsFit fit = ols(uniform_columns(30, 1, 6), design);
  EXPECT_THAT(
      failure_of([&] { covariance(design, fit, {CovarianceKind::hc3}); }).what,
      HasSubstr("HC3 has no value where one observation alone determines a coefficient: row 13 of 30"));
  EXPECT_LT(covariance(design, fit, {CovarianceKind::hc1}).std_error(2), 1);
}

}  // namespace
}  // namespace rerate
