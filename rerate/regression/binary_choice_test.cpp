// Behaviour -> test
//   published sample: recession on the curve, 1960 to 2009, also as gretl has it           -> PublishedSample
//   coefficients, likelihood, errors of five models against R, gretl and statsmodels       -> AsInOtherPrograms
//   a table of two by two by hand: log odds, normal points and their errors                -> TwoByTwo
//   recovers the parameters that made the outcomes; its intervals cover them               -> RecoversParameters
//   units and order of regressors, and which outcome is called one, do not matter          -> Equivariance
//   bands contain the probability, widen with the level, one row or many                   -> Bands
//   table in words                                                                         -> Table
//   one regressor that separates, or touches: named, with where                            -> SeparatedByOne
//   several that separate together, strictly or touching: named; bystanders are not        -> SeparatedTogether
//   all but separated data are fitted                                                      -> AlmostSeparated
//   what cannot be estimated is told                                                       -> WrongInputIsTold
//   equal-weighted cosine and fixed-b errors keep their own distributions                  -> Distributions

#include "rerate/regression/binary_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/regression/golden_for_test.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The rows of a table of text, its head left out.
std::vector<std::vector<std::string>> rows_of(const std::string& path) {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + path);
  std::vector<std::vector<std::string>> rows;
  std::string line, cell;
  for (std::getline(file, line); std::getline(file, line);) {
    auto& row = rows.emplace_back();
    for (std::istringstream cells(line); std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return rows;
}

struct Sample {
  Vector outcome;
  Design design;
};

// Recession months of the NBER on the curve, with the bill as a bond, twelve months earlier.
Sample published_sample() {
  const auto cycles = rows_of("/data/open/nber_cycle_dates.csv"), rates = rows_of("/data/open/rates.csv");
  std::vector<double> outcome, spread;
  for (std::size_t i = 12; i < rates.size(); ++i) {
    const auto& month = rates[i][0];
    if (month < "1960-01" || month > "2009-12") continue;
    bool recession = false;
    for (const auto& cycle : cycles)
      recession = recession || (!cycle[0].empty() && cycle[0] < month && month <= cycle[1]);
    const double bond = std::stod(rates[i - 12][1]), bill = std::stod(rates[i - 12][2]);
    outcome.push_back(recession);
    spread.push_back(bond - 365 * bill / (360 - 91 * bill / 100));
  }
  const auto n = static_cast<Index>(outcome.size());
  Sample sample{Eigen::Map<const Vector>(outcome.data(), n), constant_design(n)};
  sample.design.append("curve", Eigen::Map<const Vector>(spread.data(), n));
  return sample;
}

TEST(BinaryChoice, PublishedSample) {
  const auto [outcome, design] = published_sample();
  const auto fit = binary_choice(outcome, design);
  EXPECT_EQ(fit.n, 600);
  EXPECT_NEAR(fit.coefficients[0], -0.53326, 5e-6);
  EXPECT_NEAR(fit.coefficients[1], -0.63333, 5e-6);
  const auto golden = nlohmann::json::parse(regression_golden("binary_choice.json"));
  const auto& gretl = golden.at("models")[0].at("oracles")[1];
  EXPECT_THAT(gretl.at("program").get<std::string>(), HasSubstr("gretl"));
  for (Index j = 0; j < 2; ++j) {
    const auto i = static_cast<std::size_t>(j);
    // gretl read the curve rounded to six decimals.
    EXPECT_NEAR(fit.coefficients[j], gretl.at("coefficients")[i].get<double>(), 1e-6);
    EXPECT_NEAR(fit.covariance.std_error(j), gretl.at("covariances")[0].at("std_errors")[i].get<double>(),
                1e-6);
  }
  EXPECT_LE(fit.iterations, 8);
}

Sample golden_sample(const nlohmann::json& model) {
  const std::vector<std::string> names = {"date", "recession", "curve", "ebp", "funds", "unemployment"};
  std::vector<std::size_t> wanted = {1};
  for (const auto& driver : model.at("drivers"))
    wanted.push_back(static_cast<std::size_t>(
        std::find(names.begin(), names.end(), driver.get<std::string>()) - names.begin()));
  std::vector<std::vector<double>> columns(wanted.size());
  for (const auto& row : rows_of("/tests/golden/binary_choice_inputs.csv")) {
    bool whole = row[0] >= model.at("from").get<std::string>() && row[0] <= model.value("to", "9999");
    for (const auto c : wanted) whole = whole && c < row.size() && !row[c].empty();
    for (std::size_t j = 0; whole && j < wanted.size(); ++j) columns[j].push_back(std::stod(row[wanted[j]]));
  }
  const auto n = static_cast<Index>(columns[0].size());
  EXPECT_EQ(n, model.at("n").get<Index>());
  Sample sample{Eigen::Map<const Vector>(columns[0].data(), n), constant_design(n)};
  for (std::size_t j = 1; j < wanted.size(); ++j)
    sample.design.append(names[wanted[j]], Eigen::Map<const Vector>(columns[j].data(), n));
  return sample;
}

BinaryChoiceSettings golden_settings(const nlohmann::json& model, const nlohmann::json& row) {
  BinaryChoiceSettings settings;
  settings.link = model.at("link") == "probit" ? Link::probit : Link::logit;
  const auto& said = row.at("settings");
  settings.information = said.at("information") == "observed" ? Information::observed : Information::expected;
  if (said.at("errors") == "hc0") settings.errors.kind = CovarianceKind::hc0;
  if (said.at("errors") == "hac")
    settings.errors = {.rule = BandwidthRule::given, .bandwidth = model.at("lags").get<double>() + 1};
  return settings;
}

void compare(const nlohmann::json& model, const nlohmann::json& oracle, const Sample& sample,
             LargestDeviation& deviation) {
  const std::string program = oracle.at("program"), name = model.at("name");
  for (const auto& row : oracle.at("covariances")) {
    const auto fit = binary_choice(sample.outcome, sample.design, golden_settings(model, row));
    const auto figure = [&](const nlohmann::json& from, const char* key, double ours, std::size_t i) {
      if (from.contains(key)) deviation.expect(program, ours, from.at(key)[i], name + ", " + key);
    };
    for (std::size_t i = 0; i < row.at("std_errors").size(); ++i) {
      const auto j = static_cast<Index>(i);
      figure(oracle, "coefficients", fit.coefficients[j], i);
      figure(row, "std_errors", fit.covariance.std_error(j), i);
      if (row.at("settings").at("errors") != "classical") continue;
      figure(oracle, "z", fit.table().terms[i].t, i);
      figure(oracle, "p", fit.table().terms[i].p, i);
    }
    for (const auto& [key, ours] : {std::pair{"log_likelihood", fit.log_likelihood},
                                    {"null_log_likelihood", fit.null_log_likelihood},
                                    {"mcfadden_r2", fit.mcfadden_r2}})
      if (oracle.contains(key)) deviation.expect(program, ours, oracle.at(key), key);
    for (std::size_t i = 0; i < oracle.value("probability", nlohmann::json::array()).size(); ++i)
      figure(oracle, "probability", fit.probability[static_cast<Index>(50 * i)], i);
  }
}

// R stops where the deviance settles, a few 1e-8 from the maximum; p-values deviate by z times what z does.
TEST(BinaryChoice, AsInOtherPrograms) {
  LargestDeviation deviation(1e-7);
  const auto golden = nlohmann::json::parse(regression_golden("binary_choice.json"));
  for (const auto& model : golden.at("models")) {
    const auto sample = golden_sample(model);
    for (const auto& oracle : model.at("oracles")) compare(model, oracle, sample, deviation);
  }
}

// x = 0: 6 of 20 are 1; x = 1: 12 of 16.
Sample two_by_two() {
  Vector outcome = Vector::Zero(36), x = Vector::Zero(36);
  x.tail(16).setOnes();
  outcome.head(6).setOnes();
  outcome.tail(12).setOnes();
  Sample sample{outcome, constant_design(36)};
  sample.design.append("group", x);
  return sample;
}

TEST(BinaryChoice, TwoByTwo) {
  const auto [outcome, design] = two_by_two();
  const auto logit = binary_choice(outcome, design, {.link = Link::logit});
  EXPECT_NEAR(logit.coefficients[0], std::log(6.0 / 14), 1e-12);
  EXPECT_NEAR(logit.coefficients[1], std::log(12.0 / 4) - std::log(6.0 / 14), 1e-12);
  EXPECT_NEAR(logit.covariance.std_error(0), std::sqrt(1.0 / 6 + 1.0 / 14), 1e-12);
  EXPECT_NEAR(logit.covariance.std_error(1), std::sqrt(1.0 / 6 + 1.0 / 14 + 1.0 / 12 + 1.0 / 4), 1e-12);
  const auto probit = binary_choice(outcome, design);
  EXPECT_NEAR(probit.coefficients[0], normal_quantile(0.3), 1e-12);
  EXPECT_NEAR(probit.coefficients[1], normal_quantile(0.75) - normal_quantile(0.3), 1e-12);
  EXPECT_NEAR(probit.probability[35], 0.75, 1e-12);
  EXPECT_NEAR(probit.log_likelihood, logit.log_likelihood, 1e-12);
  EXPECT_NEAR(logit.log_likelihood,
              6 * std::log(0.3) + 14 * std::log(0.7) + 12 * std::log(0.75) + 4 * std::log(0.25), 1e-12);
  EXPECT_NEAR(logit.null_log_likelihood, 36 * std::log(0.5), 1e-12);
  EXPECT_EQ(logit.ones, 18);
  const auto constant = binary_choice(outcome, constant_design(36));
  EXPECT_NEAR(constant.coefficients[0], 0, 1e-14);
  EXPECT_NEAR(constant.mcfadden_r2, 0, 1e-14);
}

Sample made_up(Link link, std::uint64_t seed) {
  Design design = uniform_design(400, 3, seed);
  design.x.rightCols(2) *= 3;
  const Vector index = design.x * Vector{{-0.4, 0.9, -0.5}};
  const RandomStream random(seed, 7);
  Vector outcome(400);
  for (Index i = 0; i < 400; ++i)
    outcome[i] = random.uniform(static_cast<std::uint64_t>(i)) < link_probability(link, index[i]);
  return {outcome, design};
}

// 400 samples of 400: the mean of an estimate has a standard error of about 0.004, the bias at this size is about 1%;
// a 95% interval covers 360 to 397 times but for one sample in 10,000.
TEST(BinaryChoice, RecoversParameters) {
  for (const Link link : {Link::probit, Link::logit}) {
    Vector mean = Vector::Zero(3), covered = Vector::Zero(3);
    for (std::uint64_t draw = 0; draw < 400; ++draw) {
      const auto [outcome, design] = made_up(link, 100 + draw);
      const auto fit = binary_choice(outcome, design, {.link = link});
      mean += fit.coefficients / 400;
      for (Index j = 0; j < 3; ++j)
        covered[j] += std::fabs(fit.coefficients[j] - Vector{{-0.4, 0.9, -0.5}}[j]) <=
                      1.96 * fit.covariance.std_error(j);
    }
    EXPECT_LT((mean - Vector{{-0.4, 0.9, -0.5}}).cwiseAbs().maxCoeff(), 0.03);
    EXPECT_GE(covered.minCoeff(), 362);
    EXPECT_LE(covered.maxCoeff(), 396);
  }
}

TEST(BinaryChoice, Equivariance) {
  for (const Link link : {Link::probit, Link::logit}) {
    const auto [outcome, design] = made_up(link, 5);
    const BinaryChoiceSettings settings{.link = link, .errors = {.kind = CovarianceKind::hac}};
    const auto fit = binary_choice(outcome, design, settings);
    const Vector opposite = 1 - outcome.array();
    const auto turned = binary_choice(opposite, design, settings);
    EXPECT_LT((fit.coefficients + turned.coefficients).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_LT((fit.covariance.matrix - turned.covariance.matrix).cwiseAbs().maxCoeff(), 1e-12);
    Design other = constant_design(400);
    other.append("second", 1e6 * design.x.col(2).array() + 3e7);
    other.append("first", 1e-9 * design.x.col(1));
    const auto scaled = binary_choice(outcome, other, settings);
    EXPECT_NEAR(scaled.coefficients[1] * 1e6, fit.coefficients[2], 1e-10);
    EXPECT_NEAR(scaled.coefficients[2] * 1e-9, fit.coefficients[1], 1e-10);
    EXPECT_NEAR(scaled.covariance.std_error(2) * 1e-9, fit.covariance.std_error(1), 1e-10);
    EXPECT_NEAR(scaled.log_likelihood, fit.log_likelihood, 1e-10);
  }
}

TEST(BinaryChoice, Bands) {
  const auto [outcome, design] = made_up(Link::probit, 6);
  const auto fit = binary_choice(outcome, design);
  const auto bands = predicted_probabilities(fit, design.x, 0.9);
  ASSERT_EQ(bands.size(), 400u);
  for (Index i = 0; i < 400; ++i) {
    const auto& band = bands[static_cast<std::size_t>(i)];
    EXPECT_NEAR(band.probability, fit.probability[i], 1e-14);
    EXPECT_LT(band.low, band.probability);
    EXPECT_GT(band.high, band.probability);
  }
  const Vector x = design.x.row(3);
  const auto one = predicted_probability(fit, x, 0.9), wide = predicted_probability(fit, x, 0.99);
  EXPECT_EQ(one.low, bands[3].low);
  EXPECT_EQ(one.high, bands[3].high);
  EXPECT_LT(wide.low, one.low);
  const double reach = normal_quantile(0.95) * std::sqrt(x.dot(fit.covariance.matrix * x));
  EXPECT_NEAR(one.high, normal_cdf(x.dot(fit.coefficients) + reach), 1e-14);
  for (const double level : {0.0, 1.0, -0.5, std::nan("")})
    EXPECT_EQ(failure_of([&] { predicted_probability(fit, x, level); }).code, ErrorCode::regression_settings);
}

TEST(BinaryChoice, Table) {
  const auto [outcome, design] = two_by_two();
  const auto text = to_string(binary_choice(outcome, design, {.link = Link::logit}).table());
  for (const char* words :
       {"Logit", "group", "inverse information", "normal distribution", "18 of 36 are 1", "McFadden"})
    EXPECT_THAT(text, HasSubstr(words));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
  const BinaryChoiceSettings settings{.information = Information::expected};
  EXPECT_EQ(binary_choice(outcome, design, settings).covariance.name, "inverse expected information");
}

TEST(BinaryChoice, SeparatedByOne) {
  for (const Link link : {Link::probit, Link::logit}) {
    Design design = uniform_design(60, 3, 11);
    const Vector outcome = (design.x.col(2).array() > 0.1).cast<double>();
    const auto refused = [&](const Vector& y, const Design& x) {
      return failure_of([&] { binary_choice(y, x, {.link = link}); });
    };
    const auto strict = refused(outcome, design);
    EXPECT_EQ(strict.code, ErrorCode::regression_separation);
    EXPECT_THAT(strict.what,
                HasSubstr("driver `driver2` separates the outcomes perfectly: it is at least 0.1"));
    design.x.col(2) *= -1e7;
    EXPECT_THAT(refused(outcome, design).what, HasSubstr("it is at most -1"));
    // A dummy under which every outcome is 0.
    Vector dummy = Vector::Zero(60), mixed = made_up(link, 12).outcome.head(60);
    dummy.head(7).setOnes();
    mixed.head(7).setZero();
    Design touching = uniform_design(60, 2, 13);
    touching.append("war", dummy);
    EXPECT_THAT(
        refused(mixed, touching).what,
        HasSubstr(
            "driver `war` separates the outcomes perfectly: it is at most 0 at every 1, and at least 0"));
  }
}

TEST(BinaryChoice, SeparatedTogether) {
  for (const Link link : {Link::probit, Link::logit}) {
    const Design design = uniform_design(200, 4, 14);
    Vector outcome = ((design.x.col(1) + design.x.col(2)).array() > 0.05).cast<double>();
    const auto refused = [&](const Design& x) {
      return failure_of([&] { binary_choice(outcome, x, {.link = link}); });
    };
    const auto strict = refused(design);
    EXPECT_EQ(strict.code, ErrorCode::regression_separation);
    EXPECT_THAT(strict.what, HasSubstr("`driver1`, `driver2`"));
    // Two dummies, each outcome certain where they differ, and either where they agree.
    Design dummies = constant_design(200);
    Vector a(200), b(200);
    for (Index i = 0; i < 200; ++i) {
      const auto bit = [i](Index step) { return i / step % 2 == 1 ? 1.0 : 0.0; };
      a[i] = bit(1);
      b[i] = bit(2);
      outcome[i] = a[i] == b[i] ? bit(4) : a[i];
    }
    dummies.append("a", a);
    dummies.append("b", b);
    const auto touching = refused(dummies);
    EXPECT_EQ(touching.code, ErrorCode::regression_separation);
    EXPECT_THAT(touching.what, HasSubstr("drivers together separate the outcomes perfectly, or too nearly"));
    EXPECT_THAT(touching.what, HasSubstr("`a`, `b`"));
  }
}

TEST(BinaryChoice, AlmostSeparated) {
  for (const Link link : {Link::probit, Link::logit}) {
    Design design = uniform_design(300, 2, 15);
    Vector outcome = (design.x.col(1).array() > 0).cast<double>();
    Index row = 0;
    (design.x.col(1).array() - 0.02).abs().minCoeff(&row);
    outcome[row] = 1 - outcome[row];  // one outcome on the wrong side, a few rows off the threshold
    const auto fit = binary_choice(outcome, design, {.link = link});
    EXPECT_LT((design.x.transpose() * (outcome - fit.probability)).cwiseAbs().maxCoeff(),
              link == Link::logit ? 1e-9 : 2);
    EXPECT_GT(fit.coefficients[1], 50);
    EXPECT_TRUE(fit.covariance.matrix.allFinite());
    EXPECT_LT(fit.iterations, 40);
  }
}

TEST(BinaryChoice, WrongInputIsTold) {
  const auto [outcome, design] = two_by_two();
  const auto code = [&](const Vector& y, const Design& x, const BinaryChoiceSettings& settings = {}) {
    return failure_of([&] { binary_choice(y, x, settings); }).code;
  };
  EXPECT_EQ(code(Vector::Ones(36), design), ErrorCode::regression_no_variation);
  EXPECT_EQ(code(2 * outcome, design), ErrorCode::regression_settings);
  EXPECT_EQ(code(outcome.head(2), design.head(2)), ErrorCode::regression_too_few);
  Vector missing = outcome;
  missing[4] = std::nan("");
  EXPECT_EQ(code(missing, design), ErrorCode::regression_not_finite);
  Design twice = design;
  twice.append("again", 3 * design.x.col(1));
  EXPECT_EQ(code(outcome, twice), ErrorCode::regression_collinear);
  Design flat = design;
  flat.append("flat", Vector::Constant(36, 2.5));
  EXPECT_EQ(code(outcome, flat), ErrorCode::regression_no_variation);
  for (const auto kind : {CovarianceKind::hc2, CovarianceKind::hc3})
    EXPECT_EQ(code(outcome, design, {.errors = {.kind = kind}}), ErrorCode::regression_settings);
  const CovarianceSettings wide{.rule = BandwidthRule::given, .bandwidth = 37};
  EXPECT_EQ(code(outcome, design, {.errors = wide}), ErrorCode::regression_settings);
}

TEST(BinaryChoice, Distributions) {
  const auto [outcome, design] = made_up(Link::probit, 16);
  const auto errors = [&](const CovarianceSettings& settings) {
    return binary_choice(outcome, design, {.errors = settings}).covariance;
  };
  EXPECT_TRUE(std::isinf(errors({.kind = CovarianceKind::classical}).degrees_of_freedom));
  EXPECT_TRUE(std::isinf(errors({}).degrees_of_freedom));
  EXPECT_EQ(errors({.kind = CovarianceKind::ewc, .cosine_terms = 9}).degrees_of_freedom, 9);
  EXPECT_TRUE(errors({.rule = BandwidthRule::lazarus}).fixed_b);
  const double ratio =
      errors({.kind = CovarianceKind::hc1}).matrix(1, 1) / errors({.kind = CovarianceKind::hc0}).matrix(1, 1);
  EXPECT_NEAR(ratio, 400.0 / 397, 1e-12);
}

}  // namespace
}  // namespace rerate
