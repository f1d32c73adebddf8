// Behaviour -> test
//   the 90% band of the fair value holds the true one, and the 90% band of the level the realised one, in 85 to 95% of
//   simulated systems, with errors that persist little and much                             -> CoverageInLevels
//   ... and by dynamic OLS when the drivers answer to the multiple                          -> CoverageWithEndogenousDrivers
//   ... and when the equations are in differences, for a month and for a year               -> CoverageInDifferences
//   in differences the band of a year is wider than that of a month, by about sqrt(12)      -> DifferencesWidenWithTheHorizon
//   in a well-behaved system bootstrap and analytic variance of ln F agree within 10%       -> AgreesWithTheAnalyticVariance
//   errors that persist spread the coefficients more than independent ones of the same size -> PersistenceIsKept
//   the errors of both equations stay together                                              -> ErrorsKeepTheirCorrelation
//   residuals are scaled up to errors: n / (n - k) when independent                         -> ResidualsBecomeErrors
//   drivers of the stretch itself are read at its end                                       -> MeanwhileReadsTheEnd
//   rows with holes are left out                                                            -> HolesAreLeftOut
//   a given equation keeps its coefficients and draws its standard deviation                -> GivenEquationKeepsItsCoefficients
//   no draws when none are asked, or both equations are given                               -> NothingToDraw
//   the same bits for any number of threads, others for another seed                        -> SameForAnyThreads
//   blocks: as asked, at least two horizons, at most a fifth of the rows                    -> BlockLength
//   fewer than five blocks are refused, by the horizon or as asked                          -> TooFewBlocks
//   settings out of range are refused                                                       -> SettingsOutOfRange
#include "rerate/models/fair_value_draws.h"

#include <gtest/gtest.h>

#include "rerate/base/parallel.h"
#include "rerate/models/fair_value_for_test.h"
#include "rerate/models/scenario.h"

namespace rerate {
namespace {

// Levels by dynamic OLS in place of static.
void refit_by_dynamic_ols(Valuation& valuation) {
  const auto fit = cointegrating_regression(valuation.panel.log_multiple, valuation.panel.drivers.leftCols(2),
                                            {"rate", "slope"});
  valuation.multiple.constant = fit.coefficients[0];
  valuation.multiple.coefficients = fit.coefficients.tail(2);
  valuation.multiple.residual = fit.residuals;
}

struct Coverage {
  double parameters = 0, realised = 0;
};

// Drivers as they turned out at the end of the horizon; growth's as they stand.
Vector realised_drivers(const SimulatedSystem& system) {
  Vector figures = system.drivers.row(system.rows + system.horizon - 1);
  figures[2] = system.drivers(system.rows - 1, 2);
  return figures;
}

bool holds(const Band& band, double log_value) {
  return std::log(band.low) <= log_value && log_value <= std::log(band.high);
}

ScenarioResult at(const FairValueEquations& equations, const Vector& figures) {
  Scenario scenario;
  scenario.id = "realised";
  for (std::size_t i = 0; i < 3; ++i)
    scenario.set[equations.panel().names[i]] = {figures[static_cast<Index>(i)]};
  return evaluate_scenario({&equations, nullptr, nullptr, std::nullopt}, scenario);
}

enum class Refit : std::uint8_t { none, dynamic_ols };

Coverage coverage(SimulatedSystem system, int systems, MultipleForm form, Refit refit = Refit::none) {
  Coverage share;
  for (int i = 0; i < systems; ++i) {
    system.seed = 1000 + static_cast<std::uint64_t>(i);
    system.simulate();
    auto valuation = fitted(system, form);
    if (refit == Refit::dynamic_ols) refit_by_dynamic_ols(valuation);
    valuation.draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth,
                                       {.draws = 400, .seed = system.seed});
    const auto equations = valuation.equations();
    const Vector figures = realised_drivers(system);
    const auto result = at(equations, figures);
    const Index end = system.rows + system.horizon - 1;
    double log_multiple = system.true_log_multiple(figures[0], figures[1]);
    if (form == MultipleForm::differences)
      log_multiple += system.u[system.rows - 1];  // what has accumulated stays
    const double truth = equations.log_fundamental() + log_multiple + system.true_growth(figures[2]) / 100;
    share.parameters += holds(result.parameters, truth);
    share.realised += holds(result.band, system.log_fundamental[end] + system.log_multiple[end]);
  }
  return {share.parameters / systems, share.realised / systems};
}

TEST(FairValueDraws, CoverageInLevels) {
  for (const double persistence : {0.5, 0.9}) {
    SimulatedSystem system;
    system.residual_persistence = persistence;
    const auto share = coverage(system, 300, MultipleForm::levels);
    EXPECT_GE(share.parameters, 0.85) << persistence;
    EXPECT_LE(share.parameters, 0.95) << persistence;
    EXPECT_GE(share.realised, 0.85) << persistence;
    EXPECT_LE(share.realised, 0.95) << persistence;
    RecordProperty("parameters", std::to_string(share.parameters));
    RecordProperty("realised", std::to_string(share.realised));
  }
}

TEST(FairValueDraws, CoverageWithEndogenousDrivers) {
  SimulatedSystem system;
  system.residual_persistence = 0.7;
  system.endogeneity = 0.5;
  const auto share = coverage(system, 200, MultipleForm::levels, Refit::dynamic_ols);
  EXPECT_GE(share.parameters, 0.85);
  EXPECT_LE(share.parameters, 0.97);
  EXPECT_GE(share.realised, 0.85);
  EXPECT_LE(share.realised, 0.95);
  RecordProperty("parameters", std::to_string(share.parameters));
  RecordProperty("realised", std::to_string(share.realised));
}

TEST(FairValueDraws, CoverageInDifferences) {
  for (const Index horizon : {Index{1}, Index{12}}) {
    SimulatedSystem system;
    system.random_walk_residual = true;
    system.residual_scale = 0.04;
    system.horizon = horizon;
    const auto share = coverage(system, 300, MultipleForm::differences);
    EXPECT_GE(share.parameters, 0.85) << horizon;
    EXPECT_LE(share.parameters, 0.96) << horizon;
    EXPECT_GE(share.realised, 0.85) << horizon;
    EXPECT_LE(share.realised, 0.95) << horizon;
  }
}

double width(const Band& band) { return std::log(band.high / band.low); }

TEST(FairValueDraws, DifferencesWidenWithTheHorizon) {
  SimulatedSystem system;
  system.random_walk_residual = true;
  system.residual_scale = 0.04;
  system.growth_scale = 0.01;  // nearly all is the multiple's
  const auto width_over = [&](Index horizon) {
    system.horizon = horizon;
    system.simulate();
    auto valuation = fitted(system, MultipleForm::differences);
    valuation.draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
    return width(at(valuation.equations(), valuation.panel.today).band);
  };
  EXPECT_NEAR(width_over(12) / width_over(1), std::sqrt(12.0), 0.7);
}

double variance(const Vector& x) {
  return (x.array() - x.mean()).square().sum() / static_cast<double>(x.size() - 1);
}

TEST(FairValueDraws, AgreesWithTheAnalyticVariance) {
  SimulatedSystem system;
  system.residual_persistence = 0;
  system.horizon = 1;
  system.growth_scale = 4;
  system.simulate();
  auto valuation = fitted(system);
  valuation.draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {.draws = 10000});
  const auto equations = valuation.equations();
  const Vector figures = realised_drivers(system);
  const Vector drawn = equations.log_multiple_draws(figures) + equations.log_growth_draws(figures);
  const double parameters = equations.log_multiple_variance(figures) + equations.log_growth_variance(figures);
  const auto& errors = equations.errors();
  const double noise = errors.multiple_variance + errors.growth_variance + 2 * errors.covariance;
  const Vector all = drawn + valuation.draws.multiple_noise + valuation.draws.growth_noise / 100;
  EXPECT_NEAR(variance(all) / (parameters + noise), 1, 0.1);
  EXPECT_GT(errors.covariance, 0);
  // Coefficients alone, each equation by itself (the analytic sum leaves out what they have in common).
  EXPECT_NEAR(variance(equations.log_multiple_draws(figures)) / equations.log_multiple_variance(figures), 1,
              0.1);
  EXPECT_NEAR(variance(equations.log_growth_draws(figures)) / equations.log_growth_variance(figures), 1, 0.1);
}

TEST(FairValueDraws, PersistenceIsKept) {
  const auto spread = [](double persistence) {
    SimulatedSystem system;
    system.residual_persistence = persistence;
    system.residual_scale = 0.06 * std::sqrt(1 - persistence * persistence);
    system.simulate();
    const auto valuation = fitted(system);
    const auto draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
    return std::sqrt(variance(draws.multiple.col(1)));
  };
  // The long-run deviation of an AR(1) of 0.8 is sqrt(1.8 / 0.2) = 3 times that of independent errors.
  EXPECT_GT(spread(0.8), 2 * spread(0));
  EXPECT_LT(spread(0.8), 4.5 * spread(0));
}

TEST(FairValueDraws, ErrorsKeepTheirCorrelation) {
  SimulatedSystem system;
  system.horizon = 1;
  system.residual_persistence = 0;
  system.correlation = -0.6;
  system.simulate();
  const auto valuation = fitted(system);
  const auto draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
  EXPECT_NEAR(draws.correlation, -0.6, 0.08);
  const Vector u = draws.multiple_noise.array() - draws.multiple_noise.mean();
  const Vector e = draws.growth_noise.array() - draws.growth_noise.mean();
  EXPECT_NEAR(u.dot(e) / std::sqrt(u.squaredNorm() * e.squaredNorm()), draws.correlation, 0.05);
  // And so do the coefficients: constants are estimated from the same months.
  const Vector a = draws.multiple.col(0).array() + 4 * draws.multiple.col(1).array();
  const Vector constants = draws.growth.col(0);
  const double together = ((a.array() - a.mean()) * (constants.array() - constants.mean())).sum() /
                          (static_cast<double>(a.size() - 1) * std::sqrt(variance(a) * variance(constants)));
  EXPECT_LT(together, -0.2);
}

TEST(FairValueDraws, ResidualsBecomeErrors) {
  SimulatedSystem system;
  system.rows = 60;
  system.horizon = 1;
  system.residual_persistence = 0;
  system.simulate();
  const auto valuation = fitted(system);
  const auto draws =
      fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {.draws = 20000});
  // Errors are drawn from the rows that both equations have.
  const double residuals = variance(valuation.multiple.residual.tail(59)) * 58 / 59;
  EXPECT_NEAR(variance(draws.multiple_noise) / residuals, 60.0 / 57, 0.03);
}

TEST(FairValueDraws, MeanwhileReadsTheEnd) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  const Index n = system.rows, h = system.horizon;
  const Vector log_s = valuation.panel.fundamental.array().log();
  const auto fit = plain_least_squares(with_ones(valuation.panel.drivers.col(2).tail(n - h)),
                                       100 * (log_s.tail(n - h) - log_s.head(n - h)));
  valuation.growth.timing = GrowthTiming::meanwhile;
  valuation.growth.constant = fit.coefficients[0];
  valuation.growth.coefficients = fit.coefficients.tail(1);
  valuation.growth.residual.head(n - h) = fit.residuals;
  // What stood at the start of the first stretches is not read: it may be missing.
  valuation.panel.drivers.col(2).head(h).setConstant(std::nan(""));
  const auto draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
  EXPECT_TRUE(draws.growth.allFinite());
  EXPECT_NEAR(draws.growth.col(1).mean(), fit.coefficients[1],
              4 * std::sqrt(variance(draws.growth.col(1)) / 2000));
}

TEST(FairValueDraws, HolesAreLeftOut) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  valuation.multiple.residual[200] = std::nan("");
  valuation.panel.drivers(200, 0) = std::nan("");
  const auto draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
  EXPECT_TRUE(draws.multiple.allFinite());
  EXPECT_TRUE(draws.multiple_noise.allFinite());
  EXPECT_EQ(draws.blocks, static_cast<Index>((400 - 12 - 1) / draws.block_length));
}

TEST(FairValueDraws, GivenEquationKeepsItsCoefficients) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  valuation.multiple = given_multiple(
      valuation.panel, {.fair_multiple = 1.4, .multiple_slopes = {{"rate", -0.04}}, .multiple_sd = 8.0});
  const auto draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
  EXPECT_EQ(draws.multiple.col(1).minCoeff(), -0.04);
  EXPECT_EQ(draws.multiple.col(1).maxCoeff(), -0.04);
  EXPECT_NEAR(draws.multiple.col(0).mean(), std::log(1.4), 0.008);
  EXPECT_NEAR(std::sqrt(variance(draws.multiple.col(0))), 0.08, 0.004);
  EXPECT_EQ(draws.multiple_noise.cwiseAbs().maxCoeff(), 0);
  EXPECT_GT(draws.growth_noise.cwiseAbs().maxCoeff(), 0);

  valuation = fitted(system);
  valuation.growth = given_growth(valuation.panel, {.growth = 1.3}, 12);
  const auto certain = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
  EXPECT_EQ(certain.growth.col(0).minCoeff(), certain.growth.col(0).maxCoeff());
  EXPECT_EQ(certain.growth_noise.cwiseAbs().maxCoeff(), 0);
  EXPECT_GT(certain.multiple_noise.cwiseAbs().maxCoeff(), 0);
}

TEST(FairValueDraws, NothingToDraw) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  EXPECT_TRUE(fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {.draws = 0}).empty());
  const auto given = calibrated({.fair_multiple = 1.396, .growth = 1.3});
  EXPECT_TRUE(fair_value_draws(given.panel, given.multiple, given.growth, {}).empty());
}

TEST(FairValueDraws, SameForAnyThreads) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  const auto draw = [&](int threads, std::uint64_t seed) {
    set_thread_count(threads);
    auto draws =
        fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {.draws = 333, .seed = seed});
    set_thread_count(0);
    return draws;
  };
  const auto one = draw(1, 5), many = draw(7, 5), other = draw(1, 6);
  EXPECT_TRUE((one.multiple.array() == many.multiple.array()).all());
  EXPECT_TRUE((one.growth.array() == many.growth.array()).all());
  EXPECT_TRUE((one.multiple_noise.array() == many.multiple_noise.array()).all());
  EXPECT_FALSE((one.multiple.array() == other.multiple.array()).any());
}

TEST(FairValueDraws, BlockLength) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  const auto by_rule = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
  EXPECT_GE(by_rule.block_length, 24);
  EXPECT_EQ(by_rule.blocks, static_cast<Index>(388 / by_rule.block_length));
  const auto asked =
      fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {.block_length = 24});
  EXPECT_EQ(asked.block_length, 24);
  EXPECT_EQ(asked.words.front(), "Blocks of 24 periods, as asked.");

  system.rows = 80;  // 68 common rows: a fifth is 13.6
  system.simulate();
  valuation = fitted(system);
  const auto few = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {});
  EXPECT_EQ(few.block_length, 68 / 5.0);
}

void expect_refused(ErrorCode code, const std::string& what, const Valuation& valuation,
                    const FairValueBands& bands) {
  try {
    fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, bands);
    FAIL() << "not refused: " << what;
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code);
    EXPECT_EQ(error.failure().what, what);
    EXPECT_EQ(error.failure().place.line, 2);
  }
}

Valuation with_rows(Index rows) {
  SimulatedSystem system;
  system.rows = rows;
  system.simulate();
  auto valuation = fitted(system);
  valuation.panel.place = {"study.toml", 2, 1};
  return valuation;
}

TEST(FairValueDraws, TooFewBlocks) {
  expect_refused(ErrorCode::fair_value_blocks,
                 "bands need at least 5 blocks: 48 common rows hold 4 blocks of 12, the horizon (12 periods)",
                 with_rows(60), {});
  expect_refused(ErrorCode::fair_value_blocks,
                 "bands need at least 5 blocks: 388 common rows hold 3 blocks of 100", with_rows(400),
                 {.block_length = 100});
}

TEST(FairValueDraws, SettingsOutOfRange) {
  const auto valuation = with_rows(400);
  expect_refused(ErrorCode::regression_settings, "`draws` must be 0 or between 100 and 20000, but is 99",
                 valuation, {.draws = 99});
  expect_refused(ErrorCode::regression_settings, "`draws` must be 0 or between 100 and 20000, but is -1",
                 valuation, {.draws = -1});
  expect_refused(ErrorCode::regression_settings,
                 "`level` of the bands must be between 0.5 and 0.99, but is 1", valuation, {.level = 1});
  expect_refused(ErrorCode::regression_settings, "`block_length` must be at least 1, but is 0.5", valuation,
                 {.block_length = 0.5});
}

}  // namespace
}  // namespace rerate
