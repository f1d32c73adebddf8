// Dynamic OLS equals R's lm, its errors sandwich's, on five real regressions  -> DynamicOlsEqualsR
// Leads and lags chosen by BIC are R's                                        -> LeadsAndLagsByBicEqualR
// Autoregressive errors equal R's                                             -> AutoregressiveErrorsEqualR
// Fully modified OLS equals an implementation in plain loops of R            -> FullyModifiedEqualsR
// The residual is the long-run relation's, on all rows                        -> ResidualsOnAllRows
// 95% intervals of dynamic OLS hold the truth in 93% to 97% of samples        -> DynamicOlsCoversTheTruth
// Dynamic and fully modified OLS are less biased than static OLS              -> LessBiasedThanStaticOls
// Fully modified intervals with the default errors are honest, too            -> FullyModifiedCoversTheTruth
// The table tells estimator, leads, lags, errors and long-run terms only      -> TableTellsWhatWasDone
// One of leads and lags may be given                                          -> OneOfTwoGiven
// `most` gives way to a short sample                                          -> ShortSampleTriesFewer
// Units of a driver do not matter                                             -> UnitsDoNotMatter
// Bad settings and samples are refused by name                                -> Refusals

#include "rerate/time_series/cointegrating_regression.h"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/ols.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

using json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;

struct Sample {
  Vector y;
  Matrix x;
  std::vector<std::string> names;
};

Vector vector_of(const json& values) {
  Vector vector(static_cast<Index>(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i) vector[static_cast<Index>(i)] = values[i].get<double>();
  return vector;
}

Sample sample_of(const json& columns) {
  Sample sample{vector_of(columns.at("y")), Matrix(static_cast<Index>(columns.at("y").size()), 0), {}};
  for (const auto& [name, values] : columns.items()) {
    if (name == "y") continue;
    sample.x.conservativeResize(Eigen::NoChange, sample.x.cols() + 1);
    sample.x.col(sample.x.cols() - 1) = vector_of(values);
    sample.names.push_back(name);
  }
  return sample;
}

void for_each_regression(const std::function<void(const json& golden, const Sample&)>& check) {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/cointegrating_regression.json");
  const auto golden = json::parse(file);
  ASSERT_EQ(golden.at("regressions").size(), 5U);
  for (const auto& [name, numbers] : golden.at("regressions").items()) {
    SCOPED_TRACE(name);
    check(numbers, sample_of(numbers.at("columns")));
  }
}

void expect_close(double ours, const json& theirs, double tolerance = 1e-8) {
  EXPECT_NEAR(ours, theirs.get<double>(), tolerance * std::fabs(theirs.get<double>()));
}

void expect_close(const Vector& ours, const json& theirs, double tolerance = 1e-8) {
  ASSERT_EQ(static_cast<std::size_t>(ours.size()), theirs.size());
  for (Index i = 0; i < ours.size(); ++i)
    expect_close(ours[i], theirs[static_cast<std::size_t>(i)], tolerance);
}

Vector std_errors(const CointegratingRegression& fit) { return fit.covariance.matrix.diagonal().cwiseSqrt(); }

CointegratingRegression estimate(const Sample& sample, const CointegratingSettings& settings = {}) {
  return cointegrating_regression(sample.y, sample.x, sample.names, settings);
}

TEST(CointegratingRegression, DynamicOlsEqualsR) {
  for_each_regression([](const json& numbers, const Sample& sample) {
    const auto& golden = numbers.at("given");
    CointegratingSettings settings{
        .leads = golden.at("leads"), .lags = golden.at("lags"), .errors = LongRunErrors::kernel};
    const auto fit = estimate(sample, settings);
    expect_close(fit.coefficients, golden.at("coefficients"));
    expect_close(std_errors(fit), golden.at("errors").at("kernel"));
    EXPECT_EQ(fit.table.n, golden.at("n").get<Index>());
    EXPECT_EQ(fit.table.k, golden.at("k").get<Index>());
    expect_close(fit.table.r2, golden.at("r2"));
    expect_close(fit.table.sigma, golden.at("sigma"));
    settings.sandwich = {.kernel = Kernel::bartlett, .rule = BandwidthRule::given, .bandwidth = 13};
    expect_close(std_errors(estimate(sample, settings)), golden.at("errors").at("lags_12"));
    settings.sandwich = {.kernel = Kernel::quadratic_spectral, .rule = BandwidthRule::andrews};
    expect_close(std_errors(estimate(sample, settings)), golden.at("errors").at("quadratic"));
  });
}

TEST(CointegratingRegression, LeadsAndLagsByBicEqualR) {
  for_each_regression([](const json& numbers, const Sample& sample) {
    const auto& golden = numbers.at("chosen");
    const auto fit = estimate(sample);
    EXPECT_EQ(fit.leads, golden.at("leads").get<int>());
    EXPECT_EQ(fit.lags, golden.at("lags").get<int>());
    expect_close(fit.coefficients, golden.at("coefficients"));
  });
}

TEST(CointegratingRegression, AutoregressiveErrorsEqualR) {
  for_each_regression([](const json& numbers, const Sample& sample) {
    for (const char* which : {"given", "chosen"}) {
      const auto& golden = numbers.at(which);
      const auto fit = estimate(sample, {.leads = golden.at("leads"), .lags = golden.at("lags")});
      expect_close(std_errors(fit), golden.at("autoregressive_errors"), 1e-7);
      expect_close(fit.covariance.degrees_of_freedom, golden.at("long_run").at("degrees_of_freedom"), 1e-7);
    }
  });
}

TEST(CointegratingRegression, FullyModifiedEqualsR) {
  for_each_regression([](const json& numbers, const Sample& sample) {
    for (std::size_t i = 0; i < 4; ++i) {
      const auto& golden = numbers.at("fully_modified")[i];
      const std::string kernel = golden.at("kernel");
      CointegratingSettings settings{.estimator = LongRunEstimator::fully_modified,
                                     .errors = LongRunErrors::kernel};
      settings.kernel = kernel == "bartlett" ? Kernel::bartlett
                        : kernel == "parzen" ? Kernel::parzen
                                             : Kernel::quadratic_spectral;
      if (i == 0) settings.bandwidth = 6;
      SCOPED_TRACE(kernel);
      const auto fit = estimate(sample, settings);
      expect_close(fit.bandwidth, golden.at("bandwidth"));
      expect_close(fit.coefficients, golden.at("coefficients"));
      expect_close(std_errors(fit), golden.at("std_errors"));
      settings.errors = LongRunErrors::autoregressive;
      expect_close(std_errors(estimate(sample, settings)), golden.at("autoregressive_errors"), 1e-7);
    }
  });
}

TEST(CointegratingRegression, ResidualsOnAllRows) {
  for_each_regression([](const json& numbers, const Sample& sample) {
    const auto& golden = numbers.at("given");
    const auto fit = estimate(sample, {.leads = golden.at("leads"), .lags = golden.at("lags")});
    ASSERT_EQ(fit.residuals.size(), sample.y.size());
    const Index rows[] = {0, 1, 99, sample.y.size() - 1};
    for (std::size_t i = 0; i < 4; ++i)
      EXPECT_NEAR(fit.residuals[rows[i]], golden.at("long_run_residuals")[i], 1e-8);
  });
}

// y = 2 + 0.5 x1 + x2 + ... + u: x random walks with MA(1) changes, u an AR(1) whose innovations correlate 0.5 with theirs.
Sample cointegrated(std::uint64_t stream, Index rows, Index drivers, double persistence) {
  const RandomStream random(77, stream);
  const Index burn = 60;
  std::uint64_t next = 0;
  // Sums of twelve uniforms: near enough to normal, and quick.
  const auto shock = [&] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random.uniform(next++);
    return sum;
  };
  Sample sample{Vector(rows), Matrix(rows, drivers), {}};
  for (Index d = 0; d < drivers; ++d) sample.names.push_back("x" + std::to_string(d + 1));
  Vector level = Vector::Zero(drivers), last = Vector::Zero(drivers);
  double u = 0;
  for (Index t = -burn; t < rows; ++t) {
    double common = 0;
    for (Index d = 0; d < drivers; ++d) {
      const double change = shock();
      level[d] += change + 0.3 * last[d];
      last[d] = change;
      common += change;
    }
    u = persistence * u + 0.5 * common / std::sqrt(static_cast<double>(drivers)) + std::sqrt(0.75) * shock();
    if (t < 0) continue;
    sample.x.row(t) = level.transpose();
    sample.y[t] = 2 + u;
    for (Index d = 0; d < drivers; ++d) sample.y[t] += 0.5 * static_cast<double>(d + 1) * level[d];
  }
  return sample;
}

struct Recovery {
  double cover = 0, bias = 0;  // of the first driver's coefficient
};

Recovery recovery(Index rows, Index drivers, double persistence, int runs,
                  const CointegratingSettings& settings) {
  Recovery found;
  for (int run = 0; run < runs; ++run) {
    const auto fit =
        estimate(cointegrated(static_cast<std::uint64_t>(run), rows, drivers, persistence), settings);
    const auto& term = fit.table.terms[1];
    found.cover += term.low <= 0.5 && 0.5 <= term.high;
    found.bias += term.estimate - 0.5;
  }
  found.cover /= runs;
  found.bias /= runs;
  return found;
}

TEST(CointegratingRegression, DynamicOlsCoversTheTruth) {
  for (const auto& [rows, drivers, persistence] :
       {std::tuple{300, 1, 0.5}, {300, 1, 0.8}, {560, 1, 0.9}, {560, 3, 0.5}, {560, 3, 0.8}}) {
    const auto found = recovery(rows, drivers, persistence, 1000, {});
    EXPECT_GT(found.cover, 0.93) << rows << " rows, " << drivers << " drivers, " << persistence;
    EXPECT_LT(found.cover, 0.97) << rows << " rows, " << drivers << " drivers, " << persistence;
  }
}

TEST(CointegratingRegression, LessBiasedThanStaticOls) {
  const auto bias = [](LongRunEstimator estimator) {
    return recovery(300, 1, 0.6, 400, {.estimator = estimator}).bias;
  };
  const double unmodified = bias(LongRunEstimator::static_ols);
  EXPECT_GT(unmodified, 0.01);
  EXPECT_LT(std::fabs(bias(LongRunEstimator::dynamic_ols)), 0.5 * unmodified);
  EXPECT_LT(std::fabs(bias(LongRunEstimator::fully_modified)), 0.6 * unmodified);
}

TEST(CointegratingRegression, FullyModifiedCoversTheTruth) {
  const auto found = recovery(560, 1, 0.8, 600, {.estimator = LongRunEstimator::fully_modified});
  EXPECT_GT(found.cover, 0.92);
  EXPECT_LT(found.cover, 0.98);
}

TEST(CointegratingRegression, TableTellsWhatWasDone) {
  const auto sample = cointegrated(3, 200, 2, 0.5);
  const auto fit = estimate(sample, {.leads = 1, .lags = 2});
  EXPECT_EQ(fit.table.title, "Dynamic OLS");
  ASSERT_EQ(fit.table.terms.size(), 3U);
  EXPECT_EQ(fit.table.terms[0].name, "constant");
  EXPECT_EQ(fit.table.terms[2].name, "x2");
  EXPECT_EQ(fit.table.choices[0], "1 lead and 2 lags of the drivers' changes, given");
  EXPECT_EQ(fit.table.n, 196);
  EXPECT_EQ(fit.table.k, 11);
  EXPECT_THAT(fit.table.errors, HasSubstr("long-run variance by AR("));
  EXPECT_THAT(to_string(fit.table), HasSubstr("x2"));
  EXPECT_THAT(estimate(sample).table.choices[0], HasSubstr("by BIC among 0 to 4"));
  const auto modified = estimate(sample, {.estimator = LongRunEstimator::fully_modified, .bandwidth = 5});
  EXPECT_EQ(modified.table.choices[0], "modified with the Bartlett kernel, bandwidth 5 given");
  EXPECT_EQ(modified.table.n, 199);
  const auto plain = estimate(sample, {.estimator = LongRunEstimator::static_ols});
  EXPECT_EQ(plain.table.title, "Static OLS in levels");
  EXPECT_EQ(plain.table.n, 200);
}

TEST(CointegratingRegression, OneOfTwoGiven) {
  const auto sample = cointegrated(4, 200, 1, 0.8);
  const auto fit = estimate(sample, {.leads = 3});
  EXPECT_EQ(fit.leads, 3);
  EXPECT_LE(fit.lags, 4);
  EXPECT_THAT(estimate(sample, {.lags = 0}).table.choices[0], HasSubstr("0 lags"));
}

TEST(CointegratingRegression, ShortSampleTriesFewer) {
  const auto fit = estimate(cointegrated(5, 24, 2, 0.3));
  EXPECT_THAT(fit.table.choices[0], HasSubstr("by BIC among 0 to 1"));
}

TEST(CointegratingRegression, UnitsDoNotMatter) {
  const auto sample = cointegrated(6, 250, 2, 0.7);
  auto scaled = sample;
  scaled.x.col(1) *= 1e6;
  for (const auto estimator :
       {LongRunEstimator::dynamic_ols, LongRunEstimator::fully_modified, LongRunEstimator::static_ols}) {
    const auto plain = estimate(sample, {.estimator = estimator}),
               other = estimate(scaled, {.estimator = estimator});
    EXPECT_NEAR(other.table.terms[2].t, plain.table.terms[2].t, 1e-6 * std::fabs(plain.table.terms[2].t));
    EXPECT_NEAR(other.table.terms[1].estimate, plain.table.terms[1].estimate, 1e-9);
  }
}

std::string refusal(const Sample& sample, const CointegratingSettings& settings, ErrorCode code) {
  try {
    estimate(sample, settings);
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code);
    return error.failure().what;
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(CointegratingRegression, Refusals) {
  const auto sample = cointegrated(7, 40, 2, 0.5);
  const auto settings_code = ErrorCode::regression_settings;
  EXPECT_THAT(refusal(sample, {.leads = -2}, settings_code), HasSubstr("`leads` (-2)"));
  EXPECT_THAT(refusal(sample, {.lags = 25}, settings_code), HasSubstr("`lags` (25)"));
  EXPECT_THAT(refusal(sample, {.most = -1}, settings_code), HasSubstr("`most` (-1)"));
  EXPECT_THAT(refusal(sample, {.level = 0}, settings_code), HasSubstr("`level` (0)"));
  EXPECT_THAT(refusal(sample, {.bandwidth = 41}, settings_code), HasSubstr("`bandwidth` (41)"));
  EXPECT_THAT(refusal(sample, {.bandwidth = std::nan("")}, settings_code), HasSubstr("`bandwidth`"));
  EXPECT_THAT(refusal(sample, {.leads = 8, .lags = 8}, ErrorCode::regression_too_few),
              HasSubstr("40 rows with 8 leads and 8 lags leave 23 observations for 37 coefficients"));
  EXPECT_THAT(refusal(sample, {.leads = 20, .lags = 24}, ErrorCode::regression_too_few),
              HasSubstr("leave 0 "));

  auto doubled = sample;
  doubled.x.col(1) = 3 * Vector::Ones(40) - 2 * sample.x.col(0);
  EXPECT_THAT(refusal(doubled, {}, ErrorCode::regression_collinear), HasSubstr("x2"));
  auto resting = sample;
  resting.x.col(1).setConstant(4);
  EXPECT_THAT(refusal(resting, {}, ErrorCode::regression_no_variation), HasSubstr("x2"));
  auto trend = sample;
  trend.x.col(1) = Vector::LinSpaced(40, 0, 39);
  EXPECT_THAT(refusal(trend, {}, ErrorCode::regression_no_variation), HasSubstr("change of x2"));
  EXPECT_THAT(
      refusal(trend, {.estimator = LongRunEstimator::fully_modified}, ErrorCode::regression_no_variation),
      HasSubstr("`x2` never vary"));
  auto exact = sample;
  exact.y = Vector::Ones(40) + sample.x.col(0);
  EXPECT_THAT(refusal(exact, {}, ErrorCode::regression_no_variation), HasSubstr("exactly"));
  auto missing = sample;
  missing.x(7, 0) = std::nan("");
  EXPECT_THAT(refusal(missing, {}, ErrorCode::regression_not_finite), HasSubstr("x1"));
  const Sample few{sample.y.head(3), sample.x.topRows(3), sample.names};
  refusal(few, {}, ErrorCode::regression_too_few);
}

}  // namespace
}  // namespace rerate
