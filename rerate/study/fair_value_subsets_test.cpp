// Behaviour -> test
//   the study's own drivers are among the subsets, with the fit of its regression       -> OwnIsTheRegression
//   subsets stand by BIC, the best of each figure are ranked                            -> RankedByEachFigure
//   the weight of each driver is a probability, its p that of the study's equation     -> Inclusion
#include "rerate/study/fair_value_subsets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "rerate/study/open_study_for_test.h"
#include "rerate/study/section_of.h"

namespace rerate {
namespace {

const Section& fair_value_of_study() {
  static const Section section = [] {
    const auto& request = open_study().section("fair-value");
    return section_of(request.id, request.title, request.question, open_study().context);
  }();
  return section;
}

const Table& table(const std::string& name) {
  for (const auto& one : fair_value_of_study().tables)
    if (one.name == name) return one;
  throw InternalError("no table " + name);
}

std::size_t column(const Table& table, const std::string& name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return i;
  throw InternalError("no column " + name);
}

double p_of_driver(const std::string& title) {
  const std::map<std::string, std::string> names = {
      {"10-year yield", "rate"}, {"yield curve", "slope"}, {"Philadelphia Fed activity", "activity"}};
  for (const auto& row : table("coefficients").rows)
    if (std::get<std::string>(row[0]) == "multiple" && std::get<std::string>(row[1]) == names.at(title))
      return std::get<double>(row[5]);
  throw InternalError("no driver " + title);
}

TEST(FairValueSubsets, OwnIsTheRegression) {
  const auto& subsets = table("driver_subsets");
  const auto own = column(subsets, "own");
  int found = 0;
  for (const auto& row : subsets.rows) {
    if (std::get<std::string>(row[own]) != "yes") continue;
    ++found;
    EXPECT_EQ(std::get<std::string>(row[0]), "10-year yield, yield curve and Philadelphia Fed activity");
    // R2 of the section's own regression, adjusted: above what the subset is adjusted to, and not far.
    const double r2 = find_number(fair_value_of_study(), "multiple_r2")->value;
    const double adjusted = std::get<double>(row[column(subsets, "adjusted_r2")]);
    EXPECT_LT(adjusted, r2);
    EXPECT_NEAR(adjusted, r2, 0.05);
  }
  EXPECT_EQ(found, 1);
  EXPECT_THAT(subsets.title, testing::HasSubstr("the best of 8 subsets ("));
}

TEST(FairValueSubsets, RankedByEachFigure) {
  const auto& subsets = table("driver_subsets");
  double last = -HUGE_VAL;
  for (const auto& row : subsets.rows) {
    const double bic = std::get<double>(row[column(subsets, "bic")]);
    EXPECT_GE(bic, last);
    last = bic;
  }
  EXPECT_EQ(std::get<std::int64_t>(subsets.rows.front()[column(subsets, "rank_bic")]), 1);
  for (const char* name : {"rank_adjusted_r2", "rank_out_of_sample"}) {
    int first = 0;
    for (const auto& row : subsets.rows) {
      const auto& cell = row[column(subsets, name)];
      if (const auto* rank = std::get_if<std::int64_t>(&cell)) first += *rank == 1;
    }
    EXPECT_EQ(first, 1) << name;
  }
}

TEST(FairValueSubsets, Inclusion) {
  const auto& inclusion = table("driver_inclusion");
  ASSERT_EQ(inclusion.rows.size(), 3u);
  for (const auto& row : inclusion.rows) {
    EXPECT_GT(std::get<double>(row[1]), 0);
    EXPECT_LE(std::get<double>(row[1]), 1);
    // The p of the same driver in the table of coefficients.
    EXPECT_EQ(std::get<double>(row[2]), p_of_driver(std::get<std::string>(row[0])))
        << std::get<std::string>(row[0]);
  }
  // Gaps to fair value last for years: the weights are no probabilities to rely on.
  EXPECT_THAT(inclusion.title,
              testing::HasSubstr("the weight is overstated, since BIC takes errors for independent"));
  EXPECT_THAT(inclusion.title, testing::HasSubstr("(Durbin-Watson 0."));
}

}  // namespace
}  // namespace rerate
