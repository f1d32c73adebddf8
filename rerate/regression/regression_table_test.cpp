// Behaviour -> test
//   a table as people know it, every column in its place            RegressionTableTest.ReadsAsExpected
//   figures of the table are those of the fit                       RegressionTableTest.CarriesTheFit
//   intervals and p-values belong to the covariance's distribution  RegressionTableTest.IntervalsBelong
//   what is not known is not shown; tiny p, missing errors          RegressionTableTest.UnknownFigures
//   lines align whatever the names                                  RegressionTableTest.Aligns

#include "rerate/regression/regression_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

OlsFit four_points() {
  Design design = constant_design(4);
  design.append("x", Vector{{0, 1, 2, 3}});
  return ols(Vector{{1, 3, 4, 8}}, design);
}

RegressionTable classical_table(double level = 0.95) {
  const OlsFit fit = four_points();
  return regression_table(fit, {fit.sigma * fit.sigma * fit.inverse_gram, "classical", 0, 2}, level);
}

TEST(RegressionTableTest, ReadsAsExpected) {
  auto table = classical_table(0.9);
  table.title = "Growth equation";
  table.dependent = "growth";
  table.choices.push_back("no lags, by BIC among 0 to 2");
  EXPECT_EQ(to_string(table),
            "Growth equation\n"
            "standard errors: classical\n"
            "growth    estimate  std.error      t       p   90% low     high\n"
            "constant       0.7   0.793725  0.882  0.4708  -1.61767  3.01767\n"
            "x              2.2   0.424264  5.185  0.0352  0.961155  3.43884\n"
            "n 4, k 2, R2 0.9308, adjusted R2 0.8962, sigma 0.9487, DW 2.622, condition number 3.015\n"
            "p and interval by t(2)\n"
            "no lags, by BIC among 0 to 2\n");
}

TEST(RegressionTableTest, CarriesTheFit) {
  const OlsFit fit = four_points();
  const auto table = classical_table();
  EXPECT_EQ(table.n, 4);
  EXPECT_EQ(table.k, 2);
  EXPECT_EQ(table.r2, fit.r2);
  EXPECT_EQ(table.durbin_watson, fit.durbin_watson);
  EXPECT_EQ(table.terms[1].name, "x");
  EXPECT_EQ(table.terms[1].estimate, fit.coefficients[1]);
  EXPECT_EQ(table.terms[1].t, table.terms[1].estimate / table.terms[1].std_error);
}

TEST(RegressionTableTest, IntervalsBelong) {
  const Design design = uniform_design(80, 3, 2);
  const OlsFit fit = ols(uniform_columns(80, 1, 3), design);
  const std::pair<CovarianceSettings, const char*> cases[] = {
      {{CovarianceKind::ewc}, "p and interval by t(7)"},
      {{CovarianceKind::hansen_hodrick, Kernel::bartlett, BandwidthRule::given, 2},
       "p and interval by the normal distribution"},
      {{CovarianceKind::hac, Kernel::bartlett, BandwidthRule::lazarus},
       "p and interval by the fixed-b distribution, b = 0.15"}};
  for (const auto& [settings, words] : cases) {
    const Covariance errors = covariance(design, fit, settings);
    const auto table = regression_table(fit, errors, 0.9);
    EXPECT_EQ(table.errors, errors.name);
    EXPECT_THAT(to_string(table), HasSubstr(words));
    for (const auto& term : table.terms) {
      EXPECT_NEAR((term.high - term.low) / 2, errors.critical_value(0.9) * term.std_error, 1e-14);
      EXPECT_EQ(term.p<0.1, term.low> 0 || term.high < 0);
    }
  }
}

TEST(RegressionTableTest, UnknownFigures) {
  auto table = classical_table();
  table.durbin_watson = table.condition_number = std::nan("");
  table.terms[0].p = 1e-9;
  table.terms[1].p = table.terms[1].std_error = std::nan("");
  const auto text = to_string(table);
  EXPECT_THAT(text, Not(HasSubstr("DW")));
  EXPECT_THAT(text, Not(HasSubstr("condition")));
  EXPECT_THAT(text, HasSubstr("<0.0001"));
  EXPECT_THAT(text, HasSubstr("nan"));
}

TEST(RegressionTableTest, Aligns) {
  auto table = classical_table();
  table.terms[0].name = "a driver with a rather long name";
  table.terms[1].estimate = -123456789.123;
  std::istringstream lines(to_string(table));
  std::string line;
  std::vector<std::size_t> widths;
  for (int i = 0; std::getline(lines, line) && i < 5; ++i)
    if (i >= 2) widths.push_back(line.size());
  EXPECT_EQ(widths, std::vector<std::size_t>(3, widths[0]));
}

}  // namespace
}  // namespace rerate
