// Behaviour -> test
//   every function as in R (tests/oracles/distributions.R)      Distributions.AsInR
//   closed forms of t with 1 and 2 and chi-squared with 2       Distributions.ClosedForms
//   quantiles undo distribution functions, far into the tails   Distributions.QuantilesUndoCdfs
//   the two sides of the middle mirror each other exactly       Distributions.Symmetric
//   next to the median relative precision is kept               Distributions.NearTheMedian
//   many degrees of freedom go over into the limits             Distributions.Limits
//   t, chi-squared and F tell the same                          Distributions.KnownRelations
//   ends, infinities and what has no meaning                    Distributions.EdgesOfTheDomain
//   the same bits on every processor                            Distributions.PinnedBits

#include "rerate/statistics/distributions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rerate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

using Arguments = std::vector<double>;

void expect_close(double value, double expected, double tolerance, const std::string& what) {
  EXPECT_LE(std::fabs(value - expected), tolerance * std::fabs(expected))
      << what << ": " << value << " " << expected;
}

TEST(Distributions, AsInR) {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/tests/golden/distributions.json");
  const auto golden = nlohmann::json::parse(file);
  const std::pair<const char*, std::function<double(const Arguments&)>> functions[] = {
      {"normal_cdf", [](const Arguments& a) { return normal_cdf(a[0]); }},
      {"normal_quantile", [](const Arguments& a) { return normal_quantile(a[0]); }},
      {"student_t_cdf", [](const Arguments& a) { return student_t_cdf(a[0], a[1]); }},
      {"student_t_quantile", [](const Arguments& a) { return student_t_quantile(a[0], a[1]); }},
      {"chi_squared_tail", [](const Arguments& a) { return chi_squared_tail(a[0], a[1]); }},
      {"f_tail", [](const Arguments& a) { return f_tail(a[0], a[1], a[2]); }},
      {"gamma_tail", [](const Arguments& a) { return gamma_tail(a[0], a[1], a[2]); }}};
  for (const auto& [name, function] : functions)
    for (const auto& row : golden.at(name)) {
      const auto arguments = row.get<Arguments>();
      expect_close(function(arguments), arguments.back(), 2e-12, name + row.dump());
    }
}

TEST(Distributions, ClosedForms) {
  for (const double t : {0.001, 0.3, 1.0, 7.0, 1e6}) {
    expect_close(student_t_two_sided_p(t, 1), 2 / M_PI * std::atan(1 / t), 4e-16, "Cauchy");
    expect_close(student_t_cdf(-t, 2), 1 / ((2 + t * t) * (1 + t / std::sqrt(2 + t * t))), 1e-15, "t(2)");
    if (t < 1000) expect_close(chi_squared_tail(t, 2), std::exp(-t / 2), 4e-16, "chi-squared(2)");
  }
  expect_close(student_t_quantile(0.75, 1), 1, 1e-16, "tan(pi/4)");
}

TEST(Distributions, QuantilesUndoCdfs) {
  for (const double share : {1e-250, 1e-30, 1e-5, 0.1, 0.2499, 0.2501, 0.4999}) {
    expect_close(normal_cdf(normal_quantile(share)), share, 5e-13, "normal");  // x's own rounding, magnified
    for (const double nu : {1.0, 1.5, 4.0, 30.0, 1000.0})
      expect_close(student_t_cdf(student_t_quantile(share, nu), nu), share, 2e-12, "t");
  }
}

TEST(Distributions, Symmetric) {
  for (const double share : {0.125, 0.375, 0.46875}) {  // 1 - share is exact
    EXPECT_EQ(normal_quantile(share), -normal_quantile(1 - share));
    EXPECT_EQ(student_t_quantile(share, 7), -student_t_quantile(1 - share, 7));
  }
  EXPECT_EQ(student_t_two_sided_p(-2.5, 11), student_t_two_sided_p(2.5, 11));
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_EQ(student_t_quantile(0.5, 3), 0);
  EXPECT_EQ(normal_cdf(0), 0.5);
}

TEST(Distributions, NearTheMedian) {
  const double share = 0.5 + std::ldexp(1, -40);
  const double distance = std::ldexp(1, -40);
  expect_close(normal_quantile(share), distance * std::sqrt(2 * M_PI), 1e-15, "slope of the normal");
  expect_close(student_t_quantile(share, 1), distance * M_PI, 1e-15, "slope of the Cauchy");
}

TEST(Distributions, Limits) {
  EXPECT_EQ(student_t_quantile(0.975, infinity), normal_quantile(0.975));
  EXPECT_EQ(student_t_two_sided_p(1.5, infinity), student_t_two_sided_p(1.5, 1e9));
  expect_close(student_t_two_sided_p(1.5, 1e8), 2 * normal_cdf(-1.5), 1e-7, "many degrees of freedom");
  expect_close(f_tail(1.7, 4, infinity), chi_squared_tail(6.8, 4), 1e-15, "F with infinite denominator");
  expect_close(f_tail(1.7, infinity, 4), 1 - chi_squared_tail(4 / 1.7, 4), 1e-15,
               "F with infinite numerator");
  EXPECT_EQ(f_tail(0.5, infinity, infinity), 1);
  EXPECT_EQ(f_tail(2, infinity, infinity), 0);
}

TEST(Distributions, KnownRelations) {
  for (const double t : {0.2, 1.0, 3.0})
    for (const double nu : {2.0, 9.0, 400.0}) {
      expect_close(f_tail(t * t, 1, nu), student_t_two_sided_p(t, nu), 1e-15, "F(1, nu) is t squared");
      expect_close(f_tail(t, 5, nu), 1 - f_tail(1 / t, nu, 5), 1e-12, "F upside down");
      expect_close(gamma_tail(t, nu, 2), chi_squared_tail(t, 2 * nu), 1e-15, "chi-squared is a gamma");
    }
  expect_close(chi_squared_tail(1.96 * 1.96, 1), student_t_two_sided_p(1.96, infinity), 1e-15,
               "normal squared");
}

TEST(Distributions, EdgesOfTheDomain) {
  EXPECT_EQ(normal_quantile(0), -infinity);
  EXPECT_EQ(student_t_quantile(1, 5), infinity);
  EXPECT_EQ(student_t_quantile(1e-200, 0.3), -infinity);
  EXPECT_EQ(normal_cdf(-infinity), 0);
  EXPECT_EQ(student_t_cdf(infinity, 3), 1);
  EXPECT_EQ(student_t_two_sided_p(-infinity, 3), 0);
  EXPECT_EQ(student_t_two_sided_p(0, 3), 1);
  EXPECT_EQ(chi_squared_tail(-1, 3), 1);
  EXPECT_EQ(f_tail(infinity, 3, 4), 0);
  EXPECT_EQ(gamma_tail(0, 3, 4), 1);
  for (const double meaningless :
       {normal_cdf(nan), normal_quantile(1.5), normal_quantile(-0.1), normal_quantile(nan),
        student_t_cdf(1, 0), student_t_cdf(nan, 2), student_t_quantile(0.5, -1),
        student_t_two_sided_p(1, nan), chi_squared_tail(1, 0), chi_squared_tail(nan, 1),
        chi_squared_tail(1, 1e9), f_tail(1, 0, 3), f_tail(nan, 1, 3), gamma_tail(1, 1, 0),
        gamma_tail(1, nan, 1)})
    EXPECT_TRUE(std::isnan(meaningless));
}

TEST(Distributions, PinnedBits) {
  EXPECT_EQ(normal_quantile(0.975), 0x1.f5c0331eeff83p+0);
  EXPECT_EQ(student_t_quantile(0.975, 27), 0x1.06a261e29bdacp+1);
  EXPECT_EQ(student_t_two_sided_p(2.2, 552), 0x1.ce5d7909238d5p-6);
  EXPECT_EQ(chi_squared_tail(7.5, 3), 0x1.d784d29a9667dp-5);
}

}  // namespace
}  // namespace rerate
