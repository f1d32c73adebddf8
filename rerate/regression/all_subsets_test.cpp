// Behaviour -> test
//   every figure equals that of a regression of its own                AllSubsets.EqualsEveryRegression
//   forecasts in order of time equal those of regressions on the past  AllSubsets.ForecastsInOrderOfTime
//   drivers of several columns come and go together                    AllSubsets.DriversOfSeveralColumns
//   units and far-off means do not matter                              AllSubsets.UnitsDoNotMatter
//   collinear subsets have no figures, the others do                   AllSubsets.CollinearSubsets
//   a fold without room for a driver has no forecasts with it          AllSubsets.FoldWithoutVariation
//   subsets with as many columns as rows have none                     AllSubsets.NoFreedomLeft
//   a planted pair of drivers is found among sixteen                   AllSubsets.FindsThePlantedPair
//   same bits for any number of threads                                AllSubsets.SameBitsForAnyThreads
//   the best come first, ties by fewer drivers                         AllSubsets.BestFirst
//   wrong questions are refused                                        AllSubsets.RefusesWrongQuestions

#include "rerate/regression/all_subsets.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/time_ordered_folds.h"

namespace rerate {
namespace {

// The sum of three uniform numbers, less its mean.
double centred(const RandomStream& random, std::uint64_t& number) {
  double sum = -1.5;
  for (int i = 0; i < 3; ++i) sum += random.uniform(number++);
  return 2 * sum;
}

SubsetQuestion sample(Index rows, Index drivers, std::uint64_t seed) {
  const RandomStream random(seed, 0);
  std::uint64_t number = 0;
  SubsetQuestion question;
  question.y.resize(rows);
  question.drivers.resize(rows, drivers);
  for (Index i = 0; i < rows; ++i) {
    double common = centred(random, number);
    double sum = centred(random, number);
    for (Index j = 0; j < drivers; ++j) {
      question.drivers(i, j) = 0.6 * common + centred(random, number);
      if (j < 2) sum += (j == 0 ? 0.8 : -0.5) * question.drivers(i, j);
    }
    question.y[i] = sum;
  }
  return question;
}

Design design_of(const SubsetQuestion& question, std::uint32_t subset, Index rows) {
  auto design = constant_design(rows);
  Index column = 0;
  const auto drivers =
      question.columns.empty() ? static_cast<std::size_t>(question.drivers.cols()) : question.columns.size();
  for (std::size_t j = 0; j < drivers; ++j) {
    const Index width = question.columns.empty() ? 1 : question.columns[j];
    for (Index c = 0; c < width; ++c, ++column)
      if (subset >> j & 1)
        design.append("x" + std::to_string(column), question.drivers.col(column).head(rows));
  }
  return design;
}

double forecast(const OlsFit& fit, const SubsetQuestion& question, std::uint32_t subset,
                const Eigen::RowVectorXd& row) {
  double sum = fit.coefficients[0];
  Index column = 0, k = 1;
  const auto drivers =
      question.columns.empty() ? static_cast<std::size_t>(row.size()) : question.columns.size();
  for (std::size_t j = 0; j < drivers; ++j) {
    const Index width = question.columns.empty() ? 1 : question.columns[j];
    for (Index c = 0; c < width; ++c, ++column)
      if (subset >> j & 1) sum += fit.coefficients[k++] * row[column];
  }
  return sum;
}

void expect_equals_regressions(const SubsetQuestion& question, double tolerance = 1e-9) {
  const auto found = all_subsets(question);
  for (std::uint32_t subset = 0; subset < found.subsets(); ++subset) {
    const auto fit = ols(question.y, design_of(question, subset, question.y.size()));
    EXPECT_NEAR(found.ssr[subset] / fit.ssr, 1, tolerance) << subset;
    EXPECT_NEAR(found.adjusted_r2[subset], subset == 0 ? 0 : fit.adjusted_r2, tolerance) << subset;
    EXPECT_NEAR(found.bic[subset], fit.bic(), 1e-7 * (1 + std::fabs(fit.bic()))) << subset;
    for (Index p = 0; p < question.points.rows(); ++p) {
      const double wanted = forecast(fit, question, subset, question.points.row(p));
      EXPECT_NEAR(found.forecast[static_cast<std::size_t>(p)][subset], wanted,
                  tolerance * (1 + std::fabs(wanted)));
    }
  }
}

TEST(AllSubsets, EqualsEveryRegression) {
  for (const Index drivers : {1, 2, 5, 8}) {
    auto question = sample(70, drivers, static_cast<std::uint64_t>(drivers));
    question.points = question.drivers.topRows(3) * 1.5;
    expect_equals_regressions(question);
  }
}

TEST(AllSubsets, ForecastsInOrderOfTime) {
  auto question = sample(97, 7, 3);
  question.folds = 4;
  question.embargo = 2;
  const auto found = all_subsets(question);
  const auto folds = time_ordered_folds(97, 4, 2, 3);
  for (std::uint32_t subset = 0; subset < found.subsets(); ++subset) {
    double error = 0, of_mean = 0;
    for (const auto& fold : folds) {
      const auto fitted = static_cast<Index>(fold.fitted);
      const auto fit = ols(question.y.head(fitted), design_of(question, subset, fitted));
      const double mean = question.y.head(fitted).mean();
      for (auto i = static_cast<Index>(fold.begin); i < static_cast<Index>(fold.end); ++i) {
        const double miss = question.y[i] - forecast(fit, question, subset, question.drivers.row(i));
        error += miss * miss;
        of_mean += (question.y[i] - mean) * (question.y[i] - mean);
      }
    }
    EXPECT_NEAR(found.out_of_sample_r2[subset], 1 - error / of_mean, 1e-9) << subset;
  }
  EXPECT_NEAR(found.out_of_sample_r2[0], 0, 1e-12);
  EXPECT_GT(found.out_of_sample_r2[3], 0.3);
}

TEST(AllSubsets, DriversOfSeveralColumns) {
  auto question = sample(90, 9, 4);
  question.columns = {2, 1, 3, 2, 1};
  question.points = question.drivers.topRows(2);
  expect_equals_regressions(question);
  EXPECT_EQ(all_subsets(question).subsets(), 32u);
}

TEST(AllSubsets, UnitsDoNotMatter) {
  auto question = sample(80, 5, 5);
  question.drivers.col(1) = question.drivers.col(1) * 1e6 + Vector::Constant(80, 3e8);
  question.drivers.col(3) *= 1e-7;
  question.y = question.y * 1e4 + Vector::Constant(80, 1e6);
  question.points = question.drivers.topRows(1);
  expect_equals_regressions(question, 1e-7);
}

TEST(AllSubsets, CollinearSubsets) {
  auto question = sample(60, 4, 6);
  question.drivers.col(3) = question.drivers.col(0) - 2 * question.drivers.col(2);
  const auto found = all_subsets(question);
  for (std::uint32_t subset = 0; subset < 16; ++subset) {
    const bool collinear = (subset & 0b1101) == 0b1101;
    EXPECT_EQ(std::isnan(found.bic[subset]), collinear) << subset;
  }
  question.drivers.col(3).setConstant(7);
  const auto constant = all_subsets(question);
  for (std::uint32_t subset = 0; subset < 16; ++subset)
    EXPECT_EQ(std::isnan(constant.bic[subset]), (subset & 8) != 0);
}

TEST(AllSubsets, FoldWithoutVariation) {
  auto question = sample(60, 3, 7);
  question.drivers.col(1).head(25).setConstant(2);  // begins to move only after the first fold's fit
  question.folds = 2;
  const auto found = all_subsets(question);
  for (std::uint32_t subset = 0; subset < 8; ++subset) {
    EXPECT_FALSE(std::isnan(found.bic[subset]));
    EXPECT_EQ(std::isnan(found.out_of_sample_r2[subset]), (subset & 2) != 0) << subset;
  }
}

TEST(AllSubsets, NoFreedomLeft) {
  const auto found = all_subsets(sample(5, 6, 8));
  for (std::uint32_t subset = 0; subset < found.subsets(); ++subset)
    EXPECT_EQ(std::isnan(found.ssr[subset]), std::popcount(subset) >= 4) << subset;
}

TEST(AllSubsets, FindsThePlantedPair) {
  const auto found = all_subsets(sample(400, 16, 9));
  EXPECT_EQ(best_subsets(found.bic, true, 1).front() & 3u, 3u);
  EXPECT_LE(std::popcount(best_subsets(found.bic, true, 1).front()), 4);
}

TEST(AllSubsets, SameBitsForAnyThreads) {
  auto question = sample(120, 10, 10);
  question.folds = 3;
  question.points = question.drivers.topRows(1);
  set_thread_count(1);
  const auto one = all_subsets(question);
  set_thread_count(7);
  const auto seven = all_subsets(question);
  set_thread_count(0);
  EXPECT_EQ(one.bic, seven.bic);
  EXPECT_EQ(one.out_of_sample_r2, seven.out_of_sample_r2);
  EXPECT_EQ(one.forecast, seven.forecast);
}

TEST(AllSubsets, BestFirst) {
  const double none = std::nan("");
  const std::vector<double> figure = {3, 1, none, 1, 2, 1, 5, 0.5};
  EXPECT_EQ(best_subsets(figure, true, 4), (std::vector<std::uint32_t>{7, 1, 3, 5}));
  EXPECT_EQ(best_subsets(figure, false, 2), (std::vector<std::uint32_t>{6, 0}));
  EXPECT_EQ(best_subsets(figure, false, 100).size(), 7u);
  EXPECT_TRUE(best_subsets({}, false, 3).empty());
}

void expect_refused(const SubsetQuestion& question, ErrorCode code) {
  try {
    all_subsets(question);
    FAIL() << "not refused";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code);
  }
}

TEST(AllSubsets, RefusesWrongQuestions) {
  auto question = sample(30, 3, 11);
  question.columns = {1, 1};
  expect_refused(question, ErrorCode::regression_settings);
  question.columns = {1, 0, 2};
  expect_refused(question, ErrorCode::regression_settings);
  question.columns.clear();
  question.folds = -1;
  expect_refused(question, ErrorCode::regression_settings);
  question.folds = 20;
  expect_refused(question, ErrorCode::regression_too_few);
  question.folds = 0;
  question.points = Matrix::Zero(1, 2);
  expect_refused(question, ErrorCode::regression_settings);
  question.points.resize(0, 0);
  question.drivers(4, 1) = std::nan("");
  expect_refused(question, ErrorCode::regression_not_finite);
  expect_refused(sample(30, 25, 12), ErrorCode::regression_settings);
  expect_refused(sample(2, 1, 13), ErrorCode::regression_too_few);
  auto flat = sample(30, 2, 14);
  flat.y.setConstant(4);
  expect_refused(flat, ErrorCode::regression_no_variation);
}

}  // namespace
}  // namespace rerate
