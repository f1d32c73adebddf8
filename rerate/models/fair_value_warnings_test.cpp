// Behaviour -> test
//   drivers that end before the price are named with the period they stand at           -> Carried
//   an equation none of whose drivers is told from zero, the best of several allowed for -> Weak
//   the number of breaks                                                                 -> Breaks
//   a driver of the other sign in the last regime, or in most                            -> OppositeSigns
//   nothing is said of equations that are given                                          -> Given
// Warnings that need a whole valuation are tested in fair_value_test.cpp.
#include "rerate/models/fair_value_warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

RegressionTable table_with(const std::vector<std::pair<std::string, double>>& p_values) {
  RegressionTable table;
  table.terms.push_back({"constant", 1, 0.1, 10, 0.5, 0.8, 1.2});
  for (const auto& [name, p] : p_values) table.terms.push_back({name, 1, 1, 1, p, -1, 3});
  return table;
}

// Two years of months to 2024-12; the multiple on rate and spread, growth on gdp, all well known.
FairValue valued() {
  FairValue found;
  auto& panel = found.panel;
  for (int i = 0; i < 24; ++i) panel.ordinal.push_back(636 + i);
  panel.price = Vector::Constant(24, 100);
  panel.now = 23;
  panel.names = {"rate", "spread", "gdp"};
  panel.titles = {"10-year yield", "credit spread", "real GDP growth"};
  panel.age = {0, 0, 0};
  found.multiple.drivers = {0, 1};
  found.multiple.coefficients = Vector::Constant(2, -0.05);
  found.multiple.table = table_with({{"rate", 0.001}, {"spread", 0.4}});
  found.growth.drivers = {2};
  found.growth.timing = GrowthTiming::meanwhile;
  found.growth.table = table_with({{"gdp", 0.02}});
  return found;
}

std::vector<std::string> warned(const FairValue& found) { return fair_value_warnings({}, found); }

TEST(FairValueWarnings, Carried) {
  auto found = valued();
  EXPECT_TRUE(warned(found).empty());
  found.panel.age = {0, 2, 12};
  EXPECT_THAT(
      warned(found),
      ElementsAre("Older figures stand for drivers that end before the price (2024-12): credit spread of "
                  "2024-10, real GDP growth of 2023-12."));
}

TEST(FairValueWarnings, Weak) {
  auto found = valued();
  found.multiple.table = table_with({{"rate", 0.06}, {"spread", 0.4}});
  EXPECT_THAT(warned(found),
              ElementsAre("No driver of the multiple is told from zero at 10% (least p = 0.060, "
                          "10-year yield, of 2): read scenarios that move them as arithmetic, "
                          "not as a view."));
  found = valued();
  found.growth.table = table_with({{"gdp", 0.31}});
  EXPECT_THAT(warned(found),
              ElementsAre("No driver of growth is told from zero at 10% (least p = 0.31, real GDP "
                          "growth): its equation says little more than the mean."));
}

// Coefficients of (constant, rate, spread) by regime.
FairValue broken(const Matrix& coefficients) {
  auto found = valued();
  auto& breaks = found.multiple.diagnostics.breaks.emplace();
  breaks.coefficients = coefficients;
  breaks.chosen = static_cast<int>(coefficients.rows()) - 1;
  breaks.breaks.resize(static_cast<std::size_t>(breaks.chosen));
  return found;
}

TEST(FairValueWarnings, Breaks) {
  EXPECT_THAT(warned(broken(Matrix::Constant(3, 3, -0.1))),
              ElementsAre("The coefficients of the multiple equation break 2 times: the one equation in use "
                          "averages over 3 regimes."));
  EXPECT_THAT(warned(broken(Matrix::Constant(2, 3, -0.1))), ElementsAre(HasSubstr("break once")));
  EXPECT_TRUE(warned(broken(Matrix::Constant(1, 3, 0.1))).empty());
}

TEST(FairValueWarnings, OppositeSigns) {
  Matrix coefficients = Matrix::Constant(5, 3, -0.1);
  coefficients.col(2) << 0.1, 0.2, -0.1, 0.1, 0.3;
  coefficients(0, 1) = 0.1;  // the rate in one of five, not the last
  auto warnings = warned(broken(coefficients));
  EXPECT_THAT(warnings,
              Contains("The coefficient of credit spread has the opposite sign in 4 of 5 regimes, the "
                       "last among them: read scenarios that move it as arithmetic, not as a view."));
  EXPECT_THAT(warnings, Not(Contains(HasSubstr("10-year yield"))));
  coefficients.col(2) << 0.1, 0.2, 0.1, -0.1, -0.3;
  EXPECT_THAT(warned(broken(coefficients)), Contains(HasSubstr("in 3 of 5 regimes: read")));
  coefficients.col(2) << -0.1, -0.2, -0.1, -0.1, 0.3;
  EXPECT_THAT(warned(broken(coefficients)), Contains(HasSubstr("in 1 of 5 regimes, the last among them")));
}

TEST(FairValueWarnings, Given) {
  auto found = broken(Matrix::Constant(3, 3, 0.1));
  found.multiple.form = MultipleForm::given;
  found.growth.given = true;
  const double none = std::nan("");
  found.multiple.table = table_with({{"rate", none}, {"spread", none}});
  found.growth.table = table_with({{"gdp", none}});
  EXPECT_TRUE(warned(found).empty());
}

}  // namespace
}  // namespace rerate
