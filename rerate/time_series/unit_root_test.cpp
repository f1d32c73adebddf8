// Behaviour -> test
//   ADF: statistic, p, chosen lags, n and critical values, by AIC, BIC and given lags   UnitRoot.AdfMatchesStatsmodels
//   ADF: tau of R's urca, three deterministic cases, four lags                          UnitRoot.AdfMatchesUrca
//   ADF: tau of gretl, six lags                                                         UnitRoot.AdfMatchesGretl
//   Phillips-Perron: Z-tau of urca, automatic and given lags                            UnitRoot.PhillipsPerronMatchesUrca
//   Phillips-Perron without lags is the Dickey-Fuller tau                               UnitRoot.PhillipsPerronWithoutLags
//   KPSS: statistic, interpolated p and automatic lags                                  UnitRoot.KpssMatchesStatsmodels
//   KPSS: statistic of urca                                                             UnitRoot.KpssMatchesUrca
//   a test says what it allowed for and how many lags it took                           UnitRoot.NamesSayWhatWasDone
//   neither level nor unit matters, however large                                       UnitRoot.InvariantToLevelAndUnit
//   5% of random walks are rejected at 5%                                               UnitRoot.SizeUnderRandomWalks
//   an autoregression of 0.8 is told from a unit root, 200 observations                 UnitRoot.PowerAgainstAutoregression
//   KPSS keeps noise and rejects random walks                                           UnitRoot.KpssSizeAndPower
//   constant, straight and self-repeating series are refused                            UnitRoot.RefusesWhatDoesNotVary
//   short series, for each test                                                         UnitRoot.RefusesShortSeries
//   missing figures, by row                                                             UnitRoot.RefusesMissingFigures
//   settings that mean nothing                                                          UnitRoot.RefusesSettings

#include "rerate/time_series/unit_root.h"

#include <gmock/gmock.h>

#include <limits>

#include "rerate/time_series/golden_for_test.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;

constexpr double kClose = 1e-8;

Deterministic deterministic_of(const std::string& word) {
  if (word == "n" || word == "nc" || word == "none") return Deterministic::none;
  if (word == "c" || word == "drift" || word == "constant" || word == "mu") return Deterministic::constant;
  return Deterministic::trend;
}

AdfSettings settings_of(const nlohmann::json& row, int most_lags) {
  const std::string rule = row.at("rule");
  return {.deterministic = deterministic_of(row.at("deterministic")),
          .rule = rule == "given" ? LagRule::given
                  : rule == "AIC" ? LagRule::aic
                                  : LagRule::bic,
          .lags = row.at("lags"),
          .most_lags = most_lags};
}

AdfSettings given(Deterministic deterministic, int lags) {
  return {.deterministic = deterministic, .rule = LagRule::given, .lags = lags};
}

std::span<const double> span_of(const Vector& x) { return {x.data(), static_cast<std::size_t>(x.size())}; }

void expect_critical_values(const UnitRootTest& test, const nlohmann::json& critical) {
  EXPECT_NEAR(test.critical_1, critical.at(0).get<double>(), 1e-12);
  EXPECT_NEAR(test.critical_5, critical.at(1).get<double>(), 1e-12);
  EXPECT_NEAR(test.critical_10, critical.at(2).get<double>(), 1e-12);
}

TEST(UnitRoot, AdfMatchesStatsmodels) {
  const auto rows = golden("unit_roots_statsmodels.json").at("adf");
  ASSERT_EQ(rows.size(), 150u);
  Deviation statistic("ADF against statsmodels"), p("ADF p against statsmodels");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump());
    const UnitRootTest test =
        augmented_dickey_fuller(golden_inputs().at(row.at("series")), settings_of(row, -1));
    statistic.expect_near(test.statistic, row.at("statistic"), kClose);
    p.expect_near(test.p, row.at("p"), kClose, 0.01);
    EXPECT_EQ(test.lags, row.at("lags").get<int>());
    EXPECT_EQ(test.n, row.at("n").get<int>());
    expect_critical_values(test, row.at("critical"));
    EXPECT_TRUE(test.unit_root_is_null);
  }
}

UnitRootTest by_urca_row(const nlohmann::json& row) {
  const std::vector<double>& x = golden_inputs().at(row.at("series"));
  const Deterministic deterministic = deterministic_of(row.at("deterministic"));
  const int lags = row.at("lags");
  if (row.at("test") == "df") return augmented_dickey_fuller(x, given(deterministic, lags));
  return row.at("test") == "pp" ? phillips_perron(x, deterministic, lags) : kpss(x, deterministic, lags);
}

void expect_urca(const std::string& which, std::size_t count) {
  Deviation statistic(which + " against urca");
  std::size_t seen = 0;
  const auto rows = golden("unit_roots_urca.json").at("tests");
  for (const auto& row : rows) {
    if (row.at("test") != which) continue;
    SCOPED_TRACE(row.dump());
    statistic.expect_near(by_urca_row(row).statistic, row.at("statistic"), kClose);
    ++seen;
  }
  EXPECT_EQ(seen, count);
}

TEST(UnitRoot, AdfMatchesUrca) { expect_urca("df", 120); }
TEST(UnitRoot, PhillipsPerronMatchesUrca) { expect_urca("pp", 80); }
TEST(UnitRoot, KpssMatchesUrca) { expect_urca("kpss", 40); }

TEST(UnitRoot, AdfMatchesGretl) {
  const auto rows = golden("cointegration_gretl.json").at("adf");
  ASSERT_EQ(rows.size(), 108u);
  Deviation statistic("ADF against gretl");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump());
    const auto test = augmented_dickey_fuller(golden_inputs().at(row.at("series")),
                                              given(deterministic_of(row.at("case")), row.at("lags")));
    statistic.expect_near(test.statistic, row.at("statistic"), kClose);
  }
}

TEST(UnitRoot, PhillipsPerronWithoutLags) {
  const std::vector<double>& x = golden_inputs().at("gs10");
  for (const auto deterministic : {Deterministic::none, Deterministic::constant, Deterministic::trend})
    EXPECT_NEAR(phillips_perron(x, deterministic, 0).statistic,
                augmented_dickey_fuller(x, given(deterministic, 0)).statistic, 1e-12);
}

TEST(UnitRoot, KpssMatchesStatsmodels) {
  const auto rows = golden("unit_roots_statsmodels.json").at("kpss");
  ASSERT_EQ(rows.size(), 80u);
  Deviation statistic("KPSS against statsmodels");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump());
    const UnitRootTest test =
        kpss(golden_inputs().at(row.at("series")), deterministic_of(row.at("deterministic")), row.at("lags"));
    statistic.expect_near(test.statistic, row.at("statistic"), kClose);
    EXPECT_NEAR(test.p, row.at("p").get<double>(), 1e-9);
    EXPECT_EQ(test.lags, row.at("used").get<int>());
    expect_critical_values(test, row.at("critical"));
    EXPECT_FALSE(test.unit_root_is_null);
  }
}

TEST(UnitRoot, NamesSayWhatWasDone) {
  const std::vector<double>& x = golden_inputs().at("spread");
  EXPECT_EQ(augmented_dickey_fuller(x, given(Deterministic::trend, 1)).name,
            "ADF (constant and trend, 1 lag)");
  EXPECT_THAT(augmented_dickey_fuller(x).name, HasSubstr(" lags by BIC)"));
  EXPECT_EQ(phillips_perron(x, Deterministic::none, 5).name,
            "Phillips-Perron Z-tau (no constant, Bartlett with 5 lags)");
  EXPECT_EQ(kpss(x, Deterministic::constant, 7).name, "KPSS (constant, Bartlett with 7 lags)");
}

TEST(UnitRoot, InvariantToLevelAndUnit) {
  const Vector x = random_walk(3, 1, 300);
  const double adf = augmented_dickey_fuller(span_of(x)).statistic;
  const double z = phillips_perron(span_of(x), Deterministic::trend).statistic;
  const double eta = kpss(span_of(x), Deterministic::constant).statistic;
  for (const auto& [unit, level, tolerance] : {std::tuple{1e6, 0.0, 1e-12},
                                               {1e-9, 0.0, 1e-12},
                                               {1.0, 1e6, 1e-8},
                                               {1e200, 0.0, 1e-12},
                                               {1e-200, 0.0, 1e-12}}) {
    const Vector other = (unit * x).array() + level;
    EXPECT_NEAR(augmented_dickey_fuller(span_of(other)).statistic, adf, tolerance * 10) << unit;
    EXPECT_NEAR(phillips_perron(span_of(other), Deterministic::trend).statistic, z, tolerance * 10) << unit;
    EXPECT_NEAR(kpss(span_of(other), Deterministic::constant).statistic, eta, tolerance * 10) << unit;
  }
}

// Share of `draws` series of 200 in which the test rejects at 5%.
template <class Reject>
double rejections(std::uint64_t seed, int draws, double persistence, Reject&& reject) {
  int count = 0;
  for (int draw = 0; draw < draws; ++draw) {
    const Vector x =
        autoregression(shocks(seed, static_cast<std::uint64_t>(draw), 250), persistence).tail(200);
    count += reject(span_of(x)) ? 1 : 0;
  }
  return static_cast<double>(count) / draws;
}

TEST(UnitRoot, SizeUnderRandomWalks) {
  const auto adf = [](std::span<const double> x) { return augmented_dickey_fuller(x).p < 0.05; };
  const auto trend = [](std::span<const double> x) {
    return augmented_dickey_fuller(x, {.deterministic = Deterministic::trend}).p < 0.05;
  };
  const auto pp = [](std::span<const double> x) {
    return phillips_perron(x, Deterministic::constant).p < 0.05;
  };
  for (const double share :
       {rejections(11, 800, 1, adf), rejections(12, 800, 1, trend), rejections(13, 800, 1, pp)}) {
    EXPECT_GE(share, 0.03);
    EXPECT_LE(share, 0.075);
  }
}

TEST(UnitRoot, PowerAgainstAutoregression) {
  const auto adf = [](std::span<const double> x) { return augmented_dickey_fuller(x).p < 0.05; };
  const auto pp = [](std::span<const double> x) {
    return phillips_perron(x, Deterministic::constant).p < 0.05;
  };
  EXPECT_GE(rejections(14, 300, 0.8, adf), 0.97);
  EXPECT_GE(rejections(15, 300, 0.8, pp), 0.97);
}

TEST(UnitRoot, KpssSizeAndPower) {
  const auto reject = [](std::span<const double> x) { return kpss(x, Deterministic::constant).p < 0.05; };
  const double size = rejections(16, 600, 0, reject);
  EXPECT_GE(size, 0.03);
  EXPECT_LE(size, 0.07);
  EXPECT_GE(rejections(17, 200, 1, reject), 0.75);
}

TEST(UnitRoot, RefusesWhatDoesNotVary) {
  const std::vector<double> constant(60, 0.1);
  std::vector<double> line, wave, flat_after_start(60, 2.0);
  flat_after_start[0] = 1;
  for (int t = 0; t < 60; ++t) {
    line.push_back(0.3 * t - 7);
    wave.push_back(t % 2 == 0 ? 1.5 : -2);
  }
  for (const auto& x : {constant, line, wave, flat_after_start}) {
    const Failure failure = refused([&] { augmented_dickey_fuller(x); });
    EXPECT_EQ(failure.code, ErrorCode::regression_no_variation) << failure.what;
    EXPECT_THAT(failure.what, HasSubstr("ADF test: "));
  }
  for (const auto& x : {constant, line})
    for (const auto deterministic : {Deterministic::constant, Deterministic::trend})
      EXPECT_EQ(refused([&] { phillips_perron(x, deterministic); }).code, ErrorCode::regression_no_variation);
  EXPECT_EQ(refused([&] { kpss(constant, Deterministic::constant); }).code,
            ErrorCode::regression_no_variation);
  EXPECT_EQ(refused([&] { kpss(line, Deterministic::trend); }).what,
            "KPSS test: the series is a straight line");
}

TEST(UnitRoot, RefusesShortSeries) {
  const Vector walk = random_walk(5, 1, 12);
  for (Index length = 2; length <= 12; ++length) {
    const std::span<const double> x = span_of(walk).first(static_cast<std::size_t>(length));
    for (const auto deterministic : {Deterministic::none, Deterministic::constant, Deterministic::trend}) {
      if (length >= kShortestTested) {
        EXPECT_TRUE(std::isfinite(augmented_dickey_fuller(x, {.deterministic = deterministic}).statistic));
        EXPECT_TRUE(std::isfinite(phillips_perron(x, deterministic).statistic));
      } else {
        EXPECT_EQ(refused([&] { augmented_dickey_fuller(x, {.deterministic = deterministic}); }).code,
                  ErrorCode::regression_too_few);
        EXPECT_EQ(refused([&] { phillips_perron(x, deterministic); }).code, ErrorCode::regression_too_few);
      }
      EXPECT_EQ(refused([&] { augmented_dickey_fuller(x, given(deterministic, 6)); }).code,
                ErrorCode::regression_too_few);
    }
  }
  EXPECT_EQ(refused([&] { kpss(span_of(walk).first(9), Deterministic::constant); }).what,
            "KPSS test: at least 10 observations: 9");
  EXPECT_THROW(augmented_dickey_fuller({}), UserError);
  EXPECT_EQ(refused([&] { kpss(span_of(walk), Deterministic::constant, 12); }).what,
            "KPSS test: too few observations for 12 lags: 12");
}

TEST(UnitRoot, RefusesMissingFigures) {
  Vector x = random_walk(6, 1, 50);
  x(7) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refused([&] { augmented_dickey_fuller(span_of(x)); }).what,
            "ADF test: a missing or infinite figure: the series, row 8 of 50");
  x(7) = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refused([&] { phillips_perron(span_of(x), Deterministic::constant); }).code,
            ErrorCode::regression_not_finite);
  EXPECT_EQ(refused([&] { kpss(span_of(x), Deterministic::constant); }).code,
            ErrorCode::regression_not_finite);
}

TEST(UnitRoot, RefusesSettings) {
  const Vector x = random_walk(7, 1, 50);
  EXPECT_EQ(refused([&] { augmented_dickey_fuller(span_of(x), given(Deterministic::none, -1)); }).code,
            ErrorCode::regression_settings);
  EXPECT_EQ(refused([&] { kpss(span_of(x), Deterministic::none); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(refused([&] { phillips_perron(span_of(x), Deterministic::constant, -2); }).code,
            ErrorCode::regression_settings);
}

}  // namespace
}  // namespace rerate
