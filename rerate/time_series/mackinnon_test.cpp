// Behaviour -> test
//   p-values equal statsmodels' on a grid, all cases, 1 to 6 series  -> MatchesStatsmodelsP
//   critical values equal statsmodels' for three sample sizes        -> MatchesStatsmodelsCriticalValues
//   p-values rise with tau, 0 and 1 beyond the tables' range         -> RisesFromNoughtToOne
//   more series need a lower tau                                     -> MoreSeriesNeedMore
//   p at the asymptotic critical value is about its level            -> TablesAgreeWithEachOther

#include "rerate/time_series/mackinnon.h"

#include "rerate/time_series/golden_for_test.h"

namespace rerate {
namespace {

Deterministic deterministic_of(const std::string& regression) {
  if (regression == "n") return Deterministic::none;
  return regression == "c" ? Deterministic::constant : Deterministic::trend;
}

TEST(Mackinnon, MatchesStatsmodelsP) {
  const auto rows = golden("unit_roots_statsmodels.json").at("p");
  ASSERT_GE(rows.size(), 300u);
  for (const auto& row : rows) {
    const double p =
        mackinnon_p(row.at("tau"), deterministic_of(row.at("deterministic")), row.at("variables"));
    EXPECT_NEAR(p, row.at("p").get<double>(), 1e-14) << row.dump();
  }
}

TEST(Mackinnon, MatchesStatsmodelsCriticalValues) {
  const auto rows = golden("unit_roots_statsmodels.json").at("critical");
  ASSERT_EQ(rows.size(), 39u);
  for (const auto& row : rows)
    for (const auto& [level, at] : {std::pair{0.01, 0}, {0.05, 1}, {0.10, 2}})
      EXPECT_NEAR(mackinnon_critical_value(level, deterministic_of(row.at("deterministic")),
                                           row.at("variables"), row.at("n")),
                  row.at("values").at(at).get<double>(), 1e-13)
          << row.dump();
}

TEST(Mackinnon, RisesFromNoughtToOne) {
  for (const auto deterministic : {Deterministic::none, Deterministic::constant, Deterministic::trend})
    for (int variables = 1; variables <= kMostMackinnonSeries; ++variables) {
      double before = 0;
      for (double tau = -8; tau <= 0; tau += 0.05) {
        const double p = mackinnon_p(tau, deterministic, variables);
        // The two polynomials meet at tau* only to about half a percentage point.
        EXPECT_GE(p, before - 0.005) << tau << " " << variables;
        before = p;
      }
      EXPECT_EQ(mackinnon_p(-40, deterministic, variables), 0);
      EXPECT_GT(mackinnon_p(5, deterministic, variables), 0.999);
    }
  EXPECT_EQ(mackinnon_p(3, Deterministic::constant, 1), 1);
}

TEST(Mackinnon, MoreSeriesNeedMore) {
  for (int variables = 2; variables <= kMostMackinnonSeries; ++variables) {
    EXPECT_LT(mackinnon_critical_value(0.05, Deterministic::constant, variables, 500),
              mackinnon_critical_value(0.05, Deterministic::constant, variables - 1, 500));
    EXPECT_GT(mackinnon_p(-4, Deterministic::trend, variables),
              mackinnon_p(-4, Deterministic::trend, variables - 1));
  }
}

TEST(Mackinnon, TablesAgreeWithEachOther) {
  for (const double level : {0.01, 0.05, 0.10})
    for (int variables = 1; variables <= kMostMackinnonSeries; ++variables)
      for (const auto deterministic : {Deterministic::constant, Deterministic::trend}) {
        const double tau = mackinnon_critical_value(level, deterministic, variables, 1'000'000);
        EXPECT_NEAR(mackinnon_p(tau, deterministic, variables), level, 0.03 * level) << tau;
      }
}

}  // namespace
}  // namespace rerate
