// Behaviour -> test
//   every number that others rely on is there, with unit and interval                        -> Numbers
//   winners that stay winners are found: a Sharpe ratio above the benchmark's                -> FindsMomentum
//   the same bits for any number of threads, and again                                       -> Deterministic
//   every variant that ran is handed to the ledger, the study's own first                    -> Tried
//   definitions of the past count as trials, those of this run do not count twice            -> PastTrials
//   figures may only be known at the month they stand at: a later one is refused by its name -> LookAhead
//   what the kernels refuse has the place of the section                                     -> Places
//   licensed sectors are told apart                                                          -> Licensed
#include "rerate/study/rotation_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "rerate/base/parallel.h"
#include "rerate/study/rotation_findings.h"
#include "rerate/study/rotation_market_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

const std::string kVariants = "variants = { k = [1, 2, 3], momentum = [6, 12], band = [0, 5] }";

Section section_of(const RotationRequest& request, const SectionContext& context) {
  return rotation_section("sectors", "Sectors", request, context);
}

double number(const Section& section, const std::string& name) {
  const auto* found = find_number(section, name);
  EXPECT_TRUE(found) << name;
  return found ? found->value : std::nan("");
}

TEST(RotationSection, Numbers) {
  const auto inputs = rotating_market();
  const auto section = section_of(rotating_request("cash = \"bill\"\nmarket = \"market\"\n" + kVariants),
                                  rotating_context(inputs));
  for (const auto& [name, unit] :
       std::vector<std::pair<std::string, std::string>>{{"sharpe", "ratio"},
                                                        {"sharpe_benchmark", "ratio"},
                                                        {"cagr", "percent"},
                                                        {"volatility", "percent"},
                                                        {"max_drawdown", "percent"},
                                                        {"turnover", "percent"},
                                                        {"cost_drag", "pp"},
                                                        {"information_ratio", "ratio"},
                                                        {"spa_p", "probability"},
                                                        {"deflated_sharpe", "probability"},
                                                        {"trials", "count"},
                                                        {"cagr_benchmark", "percent"},
                                                        {"sharpe_adjusted", "ratio"},
                                                        {"sortino", "ratio"},
                                                        {"months_under_water", "months"},
                                                        {"hit_rate", "percent"},
                                                        {"alpha", "pp"},
                                                        {"alpha_t", "ratio"},
                                                        {"beta", "ratio"},
                                                        {"reality_check_p", "probability"},
                                                        {"spa_lower_p", "probability"},
                                                        {"spa_upper_p", "probability"},
                                                        {"stepm_p", "probability"},
                                                        {"probabilistic_sharpe", "probability"},
                                                        {"deflated_lead", "probability"},
                                                        {"expected_best_sharpe", "ratio"},
                                                        {"overfitting_probability", "probability"},
                                                        {"rank_correlation", "ratio"},
                                                        {"rank_correlation_t", "ratio"},
                                                        {"sharpe_difference_p", "probability"},
                                                        {"months", "count"},
                                                        {"variants", "count"},
                                                        {"break_even_cost", "bp"}}) {
    EXPECT_TRUE(std::isfinite(number(section, name))) << name;
    EXPECT_EQ(find_number(section, name)->unit, unit) << name;
    EXPECT_FALSE(find_number(section, name)->title.empty()) << name;
  }
  for (const auto* name : {"sharpe", "cagr", "volatility", "max_drawdown", "information_ratio"}) {
    EXPECT_LT(number(section, name + std::string("_low")), number(section, name)) << name;
    EXPECT_GT(number(section, name + std::string("_high")), number(section, name)) << name;
  }
  // 300 months; 12-1 momentum first decides at the end of the 13th and is traded a month later.
  EXPECT_EQ(number(section, "months"), 300 - 14);
  EXPECT_EQ(number(section, "variants"), 12);
  EXPECT_EQ(number(section, "trials"), 12);
  EXPECT_GT(number(section, "max_drawdown"), 1);  // a percentage
  EXPECT_LE(number(section, "spa_lower_p"), number(section, "spa_p"));
  EXPECT_LE(number(section, "spa_p"), number(section, "spa_upper_p"));
  EXPECT_EQ(section.kind, "rotation");
  EXPECT_EQ(section.inputs.size(), 8u);
}

TEST(RotationSection, FindsMomentum) {
  const auto inputs = rotating_market();
  const auto section = section_of(rotating_request("cash = \"bill\""), rotating_context(inputs));
  EXPECT_GT(number(section, "sharpe"), number(section, "sharpe_benchmark"));
  EXPECT_GT(number(section, "rank_correlation_t"), 2);
  EXPECT_GT(number(section, "break_even_cost"), 10);
}

TEST(RotationSection, Deterministic) {
  const auto inputs = rotating_market();
  const auto request = rotating_request("cash = \"bill\"\n" + kVariants);
  const auto context = rotating_context(inputs);
  std::vector<std::vector<double>> runs;
  for (const int threads : {1, 3, 1}) {
    set_thread_count(threads);
    runs.emplace_back();
    for (const auto& one : section_of(request, context).numbers)
      runs.back().push_back(std::isnan(one.value) ? -99 : one.value);
  }
  set_thread_count(0);
  EXPECT_EQ(runs[0], runs[1]);
  EXPECT_EQ(runs[0], runs[2]);
}

TEST(RotationSection, Tried) {
  const auto inputs = rotating_market();
  const auto section = section_of(rotating_request(kVariants), rotating_context(inputs));
  ASSERT_EQ(section.tried.size(), 12u);
  const auto& own = section.tried.front();
  EXPECT_EQ(own.section, "sectors");
  EXPECT_EQ(own.hash.size(), 32u);
  EXPECT_NEAR(own.sharpe * std::sqrt(12.0), number(section, "sharpe"), 1e-12);
  EXPECT_EQ(own.months, number(section, "months"));
  EXPECT_NE(own.hash, section.tried[1].hash);
}

TEST(RotationSection, PastTrials) {
  const auto inputs = rotating_market();
  auto context = rotating_context(inputs);
  const auto request = rotating_request(kVariants);
  const auto first = section_of(request, context);
  std::map<std::string, std::vector<PastTrial>> past;
  for (const auto& one : first.tried) past["sectors"].push_back({one.hash, one.sharpe, one.months});
  past["another"] = {{"0123", 0.9, 100}};
  context.past_trials = &past;
  const auto second = section_of(request, context);
  for (std::size_t i = 0; i < first.numbers.size(); ++i) {
    const double once = first.numbers[i].value, again = second.numbers[i].value;
    EXPECT_TRUE(once == again || (std::isnan(once) && std::isnan(again))) << first.numbers[i].name;
  }
  past["sectors"].push_back({"feedfeedfeedfeedfeedfeedfeedfeed", 0.5, 200});
  const auto third = section_of(request, context);
  EXPECT_EQ(number(third, "trials"), 13);
  EXPECT_EQ(number(third, "trials_earlier"), 1);
  EXPECT_LT(number(third, "deflated_sharpe"), number(first, "deflated_sharpe"));
  // A lattice of which ten were run, and four summed up of which three differ: nine at most, the own apart.
  PastTrial lattice{"beef", std::numeric_limits<double>::quiet_NaN(), 0, 3};
  lattice.lattice = std::make_shared<RememberedLattice>(RememberedLattice{"own", {}, 10, 4});
  past["sectors"].push_back(lattice);
  EXPECT_EQ(number(section_of(request, context), "trials_earlier"), 1 + 8);
}

std::string failure_of(const RotationRequest& request, const SectionContext& context, ErrorCode code,
                       int line) {
  try {
    section_of(request, context);
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code) << error.what();
    EXPECT_EQ(error.failure().place.line, line) << error.what();
    return error.failure().what;
  }
  return "accepted";
}

TEST(RotationSection, LookAhead) {
  auto inputs = rotating_market();
  const auto request = rotating_request("", "value = { kind = \"figures\", figures = \"bm_{sector}\" }\n");
  EXPECT_NO_THROW(section_of(request, rotating_context(inputs)));
  for (Date& known : inputs.at("bm_s3").series.known_at) known = known + 31;
  EXPECT_THAT(failure_of(request, rotating_context(inputs), ErrorCode::rotation_look_ahead, 6),
              HasSubstr("bm_s3"));
}

TEST(RotationSection, Places) {
  auto inputs = rotating_market();
  inputs.at("s4").series.value[50] = -1;
  EXPECT_THAT(failure_of(rotating_request(), rotating_context(inputs), ErrorCode::rotation_prices, 1),
              HasSubstr("s4"));
  inputs = rotating_market();
  auto request = rotating_request("from = \"2024-06\"");
  request.place = {"s.toml", 77, 1};
  failure_of(request, rotating_context(inputs), ErrorCode::rotation_signal, 6);
}

TEST(RotationSection, Licensed) {
  auto inputs = rotating_market();
  inputs.at("s2").redistribute = false;
  const auto request = rotating_request();
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_FALSE(found.may_show_all);
  EXPECT_EQ(found.may_show, (std::vector<bool>{true, true, false, true, true, true}));
}

}  // namespace
}  // namespace rerate
