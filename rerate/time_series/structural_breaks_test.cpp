// Dates, sums of squares, BIC, chosen number and coefficients equal strucchange's -> DatesAndSumsEqualStrucchange
// Confidence intervals of dates equal strucchange's                               -> IntervalsEqualStrucchange
// Sup-F, its date and p-value equal strucchange's                                 -> SupFEqualsStrucchange
// The search finds what trying every partition finds                              -> EqualsTryingEveryPartition
// Equal sums: the smallest date                                                   -> TiesGoToTheSmallestDate
// A step without noise: one break, exact coefficients, no interval                -> StepWithoutNoise
// A driver that rests within a regime has no coefficient there                    -> RestingDriverHasNoCoefficient
// Scale and level of y and drivers do not move dates                              -> DatesDoNotDependOnUnits
// Sup-F rejects a stable regression at its nominal rate                           -> SupFHasTheRightSize
// Intervals hold the true date as often as they say                               -> IntervalsCoverTheTrueDate
// Bad settings and samples that cannot be searched are refused                    -> Refusals
// Two exact regimes: sup-F is infinite                                            -> SupFOfExactRegimes

#include "rerate/time_series/structural_breaks.h"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/distributions.h"
#include "rerate/time_series/segment_fit.h"

namespace rerate {
namespace {

using nlohmann::json;
using testing::HasSubstr;

struct Sample {
  Vector y;
  Design design;
};

Vector vector_of(const json& values) {
  Vector vector(static_cast<Index>(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i) vector[static_cast<Index>(i)] = values[i].get<double>();
  return vector;
}

// R writes a vector of one as a plain number, and rows from 1.
std::vector<Index> rows_of(const json& dates) {
  std::vector<Index> rows;
  if (dates.is_number()) return {dates.get<Index>() - 1};
  for (const auto& date : dates) rows.push_back(date.get<Index>() - 1);
  return rows;
}

// nlohmann sorts keys; the order of regressors is of no consequence but for the coefficients, which go by name.
using ordered = nlohmann::ordered_json;

const ordered& golden() {
  static const ordered numbers = [] {
    std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/structural_breaks.json");
    return ordered::parse(file);
  }();
  return numbers;
}

void for_each_regression(const std::function<void(const json& golden, const Sample&)>& check) {
  ASSERT_GE(golden().at("regressions").size(), 10U);
  for (const auto& [name, numbers] : golden().at("regressions").items()) {
    SCOPED_TRACE(name);
    Sample sample{vector_of(numbers.at("columns").at("y")), {}};
    sample.design = constant_design(sample.y.size());
    for (const auto& [column, values] : numbers.at("columns").items())
      if (column != "y") sample.design.append(column, vector_of(values));
    check(numbers, sample);
  }
}

void expect_close(double ours, double theirs) { EXPECT_NEAR(ours, theirs, 1e-8 * std::fabs(theirs)); }

TEST(StructuralBreaks, DatesAndSumsEqualStrucchange) {
  for_each_regression([](const json& numbers, const Sample& sample) {
    const auto found = structural_breaks(sample.y, sample.design, {.trimming = numbers.at("trimming")});
    EXPECT_TRUE(found.optimal[0].empty());
    for (std::size_t m = 1; m <= 5; ++m) EXPECT_EQ(found.optimal[m], rows_of(numbers.at("dates")[m - 1]));
    for (std::size_t m = 0; m <= 5; ++m) {
      expect_close(found.ssr[m], numbers.at("ssr")[m]);
      expect_close(found.bic[m], numbers.at("bic")[m]);
    }
    EXPECT_EQ(found.chosen, numbers.at("chosen").get<int>());
    for (Index j = 0; j <= found.chosen; ++j)
      for (Index c = 0; c < sample.design.columns(); ++c)
        expect_close(found.coefficients(j, c), numbers.at("coefficients")[j][c]);
  });
}

TEST(StructuralBreaks, IntervalsEqualStrucchange) {
  int compared = 0, without = 0;
  for_each_regression([&](const json& numbers, const Sample& sample) {
    for (std::size_t m = 1; m <= 5; ++m)
      for (const auto& [level, key] : {std::pair{0.95, "intervals_95"}, std::pair{0.90, "intervals_90"}}) {
        const auto dates = rows_of(numbers.at("dates")[m - 1]);
        const auto ours = break_intervals(sample.y, sample.design, dates, level);
        const auto& theirs = numbers.at(key)[m - 1];
        ASSERT_EQ(ours.size(), theirs.size());
        for (std::size_t j = 0; j < ours.size(); ++j) {
          EXPECT_EQ(ours[j].row, dates[j]);
          EXPECT_EQ(ours[j].has_interval, !theirs[j][0].is_null());
          if (theirs[j][0].is_null()) {
            ++without;
            continue;
          }
          EXPECT_EQ(ours[j].low, theirs[j][0].get<Index>() - 1) << key << " of " << m << " breaks, " << j;
          EXPECT_EQ(ours[j].high, theirs[j][1].get<Index>() - 1) << key << " of " << m << " breaks, " << j;
          ++compared;
        }
      }
  });
  EXPECT_GT(compared, 200);
  RecordProperty("without_interval", without);
}

TEST(StructuralBreaks, SupFEqualsStrucchange) {
  for_each_regression([](const json& numbers, const Sample& sample) {
    const auto test = andrews_sup_f(sample.y, sample.design, numbers.at("trimming"));
    expect_close(test.statistic, numbers.at("sup_f"));
    EXPECT_NEAR(test.p, numbers.at("sup_f_p").get<double>(), 1e-6);
    EXPECT_EQ(test.row, numbers.at("sup_f_row").get<Index>() - 1);
  });
}

double normal(const RandomStream& random, Index i) {
  return normal_quantile(random.uniform(static_cast<std::uint64_t>(i)));
}

Sample noise(std::uint64_t stream, Index rows, int drivers) {
  const RandomStream random(31, stream);
  Sample sample{Vector(rows), constant_design(rows)};
  for (Index t = 0; t < rows; ++t) sample.y[t] = normal(random, t);
  for (int d = 1; d <= drivers; ++d) {
    Vector x(rows);
    for (Index t = 0; t < rows; ++t) x[t] = normal(random, d * rows + t);
    sample.design.append("x" + std::to_string(d), x);
  }
  return sample;
}

double sum_between(const Sample& sample, Index first, Index last) {
  return fit_segment(sample.y, sample.design.x, first, last).ssr;
}

TEST(StructuralBreaks, EqualsTryingEveryPartition) {
  for (std::uint64_t stream = 0; stream < 6; ++stream) {
    const auto sample = noise(stream, 26, 1);
    const Index n = 26, h = 5;
    double best = 1e300;
    std::vector<Index> best_dates;
    for (Index a = h - 1; a < n; ++a)
      for (Index b = a + h; b < n - h; ++b) {
        const double sum =
            sum_between(sample, 0, a) + sum_between(sample, a + 1, b) + sum_between(sample, b + 1, n - 1);
        if (sum < best) best = sum, best_dates = {a, b};
      }
    const auto found = structural_breaks(sample.y, sample.design, {.trimming = 0.2, .most = 2});
    EXPECT_EQ(found.optimal[2], best_dates);
    EXPECT_NEAR(found.ssr[2], best, 1e-12 * best);
  }
}

TEST(StructuralBreaks, TiesGoToTheSmallestDate) {
  // 0 0 0 0 | 1 1 1 1 | 0 0 0 0: with one break either edge leaves the same sum.
  const Vector y{{0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0}};
  const auto found = structural_breaks(y, constant_design(12), {.trimming = 0.25, .most = 2});
  EXPECT_EQ(found.optimal[1], std::vector<Index>{3});
  EXPECT_NEAR(found.ssr[1], 2, 1e-12);
  EXPECT_EQ(found.optimal[2], (std::vector<Index>{3, 7}));
  const Vector turned = 5 * Vector::Ones(12) - y / 3;  // other roundings, the same tie
  EXPECT_EQ(structural_breaks(turned, constant_design(12), {.trimming = 0.25, .most = 1}).optimal[1],
            std::vector<Index>{3});
}

TEST(StructuralBreaks, StepWithoutNoise) {
  Vector y = Vector::Constant(60, 2.1);
  y.tail(25).setConstant(-3.7);
  const auto found = structural_breaks(y, constant_design(60));
  ASSERT_EQ(found.chosen, 1);
  EXPECT_EQ(found.optimal[1], std::vector<Index>{34});
  EXPECT_NEAR(found.coefficients(0, 0), 2.1, 1e-14);
  EXPECT_NEAR(found.coefficients(1, 0), -3.7, 1e-14);
  EXPECT_NEAR(found.ssr[1], 0, 1e-20);
  for (const double bic : found.bic) EXPECT_TRUE(std::isfinite(bic));
}

TEST(StructuralBreaks, RestingDriverHasNoCoefficient) {
  auto sample = noise(9, 120, 1);
  Vector resting = Vector::Zero(120);  // like balance-sheet growth before there was any
  for (Index t = 80; t < 120; ++t) resting[t] = normal(RandomStream(4, 4), t);
  sample.design.append("resting", resting);
  for (Index t = 60; t < 120; ++t) sample.y[t] += 8 + 3 * resting[t];
  const auto found = structural_breaks(sample.y, sample.design, {.most = 1});
  ASSERT_EQ(found.chosen, 1);
  EXPECT_EQ(found.breaks[0].row, 59);
  EXPECT_TRUE(std::isnan(found.coefficients(0, 2)));
  EXPECT_NEAR(found.coefficients(1, 2), 3, 0.5);
  EXPECT_TRUE(std::isfinite(found.coefficients(0, 1)));
  EXPECT_FALSE(found.breaks[0].has_interval);
  EXPECT_EQ(found.breaks[0].low, 0);
  EXPECT_EQ(found.breaks[0].high, 119);
  EXPECT_NEAR(found.ssr[1], sum_between(sample, 0, 59) + sum_between(sample, 60, 119), 1e-10);
}

TEST(StructuralBreaks, DatesDoNotDependOnUnits) {
  const auto sample = noise(12, 150, 2);
  auto moved = sample;
  moved.y = 1e6 * Vector::Ones(150) + 1e-3 * sample.y;
  moved.design.x.col(1) = 4e5 * Vector::Ones(150) + sample.design.x.col(1);
  moved.design.x.col(2) *= 1e-9;
  const auto plain = structural_breaks(sample.y, sample.design),
             other = structural_breaks(moved.y, moved.design);
  EXPECT_EQ(plain.optimal, other.optimal);
  for (std::size_t m = 0; m < plain.ssr.size(); ++m)
    EXPECT_NEAR(other.ssr[m] * 1e6, plain.ssr[m], 1e-5 * plain.ssr[m]);
}

TEST(StructuralBreaks, SupFHasTheRightSize) {
  int rejected = 0;
  const int runs = 1000;
  for (int run = 0; run < runs; ++run) {
    const auto sample = noise(100 + static_cast<std::uint64_t>(run), 200, 1);
    rejected += andrews_sup_f(sample.y, sample.design).p < 0.05;
  }
  EXPECT_GT(rejected, 0.03 * runs);
  EXPECT_LT(rejected, 0.07 * runs);
}

TEST(StructuralBreaks, IntervalsCoverTheTrueDate) {
  int covered = 0;
  const int runs = 300;
  for (int run = 0; run < runs; ++run) {
    auto sample = noise(5000 + static_cast<std::uint64_t>(run), 160, 0);
    for (Index t = 0; t < 160; ++t) sample.y[t] = t <= 89 ? sample.y[t] : 1.0 + 0.7 * sample.y[t];
    const auto found = structural_breaks(sample.y, sample.design, {.most = 1});
    if (found.chosen == 1) covered += found.breaks[0].low <= 89 && 89 <= found.breaks[0].high;
  }
  EXPECT_GT(covered, 0.91 * runs);  // integer bounds make it a little wide
}

std::string refusal(const std::function<void()>& work, ErrorCode code) {
  try {
    work();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code);
    return error.failure().what;
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(StructuralBreaks, Refusals) {
  const auto sample = noise(1, 40, 3);
  const auto asks = [&](const BreakSettings& settings, const Vector& y, const Design& design) {
    return [=] { structural_breaks(y, design, settings); };
  };
  const auto settings_code = ErrorCode::regression_settings;
  EXPECT_THAT(refusal(asks({.trimming = 0}, sample.y, sample.design), settings_code),
              HasSubstr("`trimming` (0)"));
  EXPECT_THAT(refusal(asks({.trimming = std::nan("")}, sample.y, sample.design), settings_code),
              HasSubstr("`trimming`"));
  EXPECT_THAT(refusal(asks({.most = -1}, sample.y, sample.design), settings_code), HasSubstr("`most` (-1)"));
  EXPECT_THAT(refusal(asks({.most = 21}, sample.y, sample.design), settings_code), HasSubstr("0..20"));
  EXPECT_THAT(refusal(asks({.level = 1}, sample.y, sample.design), settings_code), HasSubstr("`level` (1)"));
  EXPECT_THAT(refusal(asks({.trimming = 0.3}, sample.y, sample.design), ErrorCode::regression_too_few),
              HasSubstr("40 rows do not hold 6 segments of at least 12 rows"));
  EXPECT_THAT(
      refusal([&] { andrews_sup_f(sample.y.head(8), sample.design.head(8)); }, ErrorCode::regression_too_few),
      HasSubstr("8 rows do not hold 2 segments of at least 5 rows"));
  refusal(asks({}, Vector::Constant(40, 3), sample.design), ErrorCode::regression_no_variation);
  EXPECT_THAT(refusal(asks({.most = 1}, 2 * sample.design.x.col(1), sample.design),
                      ErrorCode::regression_no_variation),
              HasSubstr("explain the dependent variable exactly"));
  auto doubled = sample.design;
  doubled.append("again", doubled.x.col(1) * 2);
  EXPECT_THAT(refusal(asks({.most = 1}, sample.y, doubled), ErrorCode::regression_collinear),
              HasSubstr("again"));
  const Index many = 20'001;
  EXPECT_THAT(refusal(asks({}, Vector::LinSpaced(many, 0, 1), constant_design(many)), settings_code),
              HasSubstr("20000 rows"));
}

TEST(StructuralBreaks, SupFOfExactRegimes) {
  Vector y = Vector::Constant(40, 1);
  y.tail(18).setConstant(2);
  const auto test = andrews_sup_f(y, constant_design(40));
  EXPECT_TRUE(std::isinf(test.statistic));
  EXPECT_EQ(test.p, 0);
  EXPECT_EQ(test.row, 21);
}

}  // namespace
}  // namespace rerate
