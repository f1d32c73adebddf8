// Behaviour -> test
//   every key is read: percent and basis points become fractions, lengths become months   -> ReadsEveryKey
//   what is left out has its default                                                     -> Defaults
//   {sector} is replaced in a template; formulas by sector may leave some out            -> FiguresBySector
//   the kind is the signal's name when that is one                                       -> KindByName
//   the market is the headline's benchmark when there is one, unless the study says      -> Benchmark
//   minimum variance holds all sectors unless `k` says otherwise                         -> AllSectors
//   choices of variants                                                                  -> Variants
//   every mistake, with its code, at its place                                           -> AreRefused
//   every formula is read, those of linked sections too                                  -> Uses
//   sectors, start, cash and benchmark are part of the definition, titles are not        -> Universe
#include "rerate/study/rotation_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

RotationRequest read(const std::string& text) {
  const auto root = TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root();
  auto request = read_rotation(root);
  root.finish("[[rotation]]");
  return request;
}

const std::string kSectors =
    "sectors = { food = \"index(m.food)\", cars = { title = \"Cars\", formula = \"index(m.cars)\" }, "
    "banks = \"index(m.banks)\", oil = \"index(m.oil)\" }\n";
const std::string kMomentum = "[signals]\nmomentum = {}\n";

TEST(RotationRequest, ReadsEveryKey) {
  const auto request =
      read(kSectors +
           "market = \"m.market\"\nbenchmark = \"equal\"\ncash = \"m.bill\"\nfrom = \"1963-07\"\n"
           "only_above_zero = \"trend\"\nscenarios = \"fair\"\nregimes = \"states\"\ndraws = 500\n"
           "states = { shrinking = \"m.survey < 50\" }\n"
           "score = { standing = \"rank\", winsorise = 2, weights = \"ridge\", first_window = \"10y\", refit "
           "= \"6m\", "
           "horizon = \"3m\", embargo = \"2m\", penalty = 4, share = 0.25, folds = 7 }\n"
           "portfolio = { rule = \"mean_variance_tilt\", k = 2, rebalance = \"quarter\", window = \"48m\", "
           "risk_aversion = 8, return_per_score = 3, least = 5, most = 40, limits = { oil = [0, 20] }, "
           "tracking_error = 4, turnover = 25, benchmark_weights = { food = 60, oil = 20 } }\n"
           "trading = { trade = \"close\", cost_bp = 25, impact = 1.5, capital = 1e8, "
           "volume = { food = 1e9, cars = 2e9, banks = 3e9, oil = 4e9 }, band = 2 }\n"
           "[signals]\n"
           "momentum = { months = \"9m\", skip = 2, title = \"9-2\", weight = 3, sign = -1 }\n"
           "trend = { months = 8 }\n"
           "macro = { drivers = { rate = \"m.rate\" }, months = 36, penalty = 0.5, change = \"6m\" }\n");
  ASSERT_EQ(request.sectors.size(), 4u);
  EXPECT_EQ(request.sectors[1].title, "Cars");
  EXPECT_EQ(request.market->formula, "m.market");
  EXPECT_FALSE(request.benchmark_is_market);
  EXPECT_EQ(request.cash->formula, "m.bill");
  EXPECT_EQ(to_string(*request.from), "1963-07-01");
  EXPECT_EQ(request.scenarios_of + " " + request.regimes_of, "fair states");
  EXPECT_EQ(request.draws, 500);
  EXPECT_EQ(request.states.at(0).use.formula, "m.survey < 50");

  const auto& score = request.definition.score;
  EXPECT_EQ(score.cross_section, CrossSection::rank);
  EXPECT_EQ(score.weights, SignalWeights::ridge);
  EXPECT_THAT((std::vector<double>{score.winsorise_at, score.penalty, score.net_share}),
              ElementsAre(2, 4, 0.25));
  EXPECT_THAT(
      (std::vector<int>{score.first_window, score.refit_every, score.horizon, score.embargo, score.folds}),
      ElementsAre(120, 6, 3, 2, 7));

  const auto& portfolio = request.definition.portfolio;
  EXPECT_EQ(portfolio.rule, PortfolioRule::mean_variance_tilt);
  EXPECT_THAT((std::vector<int>{portfolio.k, portfolio.rebalance_months, portfolio.covariance_window}),
              ElementsAre(2, 3, 48));
  EXPECT_EQ(portfolio.risk_aversion, 8);
  EXPECT_DOUBLE_EQ(portfolio.return_per_score, 0.03);
  EXPECT_THAT(portfolio.sector_least, ElementsAre(0.05, 0.05, 0.05, 0));
  EXPECT_THAT(portfolio.sector_most, ElementsAre(0.4, 0.4, 0.4, 0.2));
  EXPECT_DOUBLE_EQ(*portfolio.tracking_error, 0.04);
  EXPECT_DOUBLE_EQ(*portfolio.most_turnover, 0.25);
  EXPECT_THAT(portfolio.benchmark, ElementsAre(0.6, 0, 0, 0.2));

  const auto& trading = request.definition.trading;
  EXPECT_EQ(trading.trade_lag, 0);
  EXPECT_DOUBLE_EQ(trading.cost_rate, 0.0025);
  EXPECT_EQ(trading.impact_coefficient, 1.5);
  EXPECT_EQ(trading.capital, 1e8);
  EXPECT_THAT(trading.volume, ElementsAre(1e9, 2e9, 3e9, 4e9));
  EXPECT_DOUBLE_EQ(trading.no_trade_band, 0.02);

  ASSERT_EQ(request.signals.size(), 3u);
  const auto& momentum = request.signals[0].signal;
  EXPECT_EQ(momentum.title, "9-2");
  EXPECT_EQ(momentum.weight, 3);
  EXPECT_EQ(momentum.sign, -1);
  EXPECT_THAT((std::vector<int>{momentum.months, momentum.skip}), ElementsAre(9, 2));
  EXPECT_EQ(request.signals[1].signal.months, 8);
  EXPECT_EQ(request.definition.only_above_zero, "trend");
  const auto& macro = request.signals[2];
  EXPECT_EQ(macro.drivers.at(0).use.formula, "m.rate");
  EXPECT_THAT((std::vector<int>{macro.signal.months, macro.signal.change_months}), ElementsAre(36, 6));
  EXPECT_EQ(macro.signal.penalty, 0.5);
}

TEST(RotationRequest, Defaults) {
  const auto request = read(kSectors + kMomentum);
  const auto& definition = request.definition;
  EXPECT_EQ(definition.score.weights, SignalWeights::equal);
  EXPECT_EQ(definition.portfolio.rule, PortfolioRule::top_k);
  EXPECT_EQ(definition.portfolio.k, 3);
  EXPECT_EQ(definition.portfolio.rebalance_months, 1);
  EXPECT_TRUE(definition.portfolio.sector_least.empty());
  EXPECT_DOUBLE_EQ(definition.trading.cost_rate, 0.001);
  EXPECT_EQ(definition.trading.trade_lag, 1);
  EXPECT_EQ(request.signals.at(0).signal.months, 12);
  EXPECT_EQ(request.signals.at(0).signal.skip, 1);
  EXPECT_FALSE(request.has_variants || request.benchmark_is_market || request.cash || request.from);
  EXPECT_EQ(request.draws, 1000);
  const auto two = read("sectors = { a = \"m.a\", b = \"m.b\" }\n" + kMomentum);
  EXPECT_EQ(two.definition.portfolio.k, 2);
}

TEST(RotationRequest, FiguresBySector) {
  const auto request =
      read(kSectors +
           "[signals]\n"
           "value = { kind = \"own_history\", figures = \"carry(bm.{sector}, index(m.{sector}))\", first = "
           "\"10y\" }\n"
           "revisions = { kind = \"figures\", figures = { banks = \"r.{sector}\", food = \"r.f\" } }\n");
  const auto& value = request.signals[0];
  EXPECT_EQ(value.signal.first, 120);
  ASSERT_EQ(value.figures.size(), 4u);
  EXPECT_EQ(value.figures[2]->formula, "carry(bm.banks, index(m.banks))");
  EXPECT_EQ(value.figures[2]->role, "value of banks");
  EXPECT_EQ(value.figures[2]->place.line, 3);
  const auto& revisions = request.signals[1].figures;
  ASSERT_EQ(revisions.size(), 4u);
  EXPECT_EQ(revisions[0]->formula, "r.f");
  EXPECT_FALSE(revisions[1] || revisions[3]);
  EXPECT_EQ(revisions[2]->formula, "r.banks");
}

TEST(RotationRequest, KindByName) {
  const auto request =
      read(kSectors + "[signals]\nreversal = {}\nvolatility = {}\ncalm = { kind = \"volatility\" }\n");
  EXPECT_EQ(request.signals[0].signal.kind, SignalKind::reversal);
  EXPECT_EQ(request.signals[0].signal.months, 1);
  EXPECT_EQ(request.signals[1].signal.months, 12);
  EXPECT_EQ(request.signals[2].signal.kind, SignalKind::volatility);
}

TEST(RotationRequest, Benchmark) {
  EXPECT_TRUE(read(kSectors + "market = \"m.x\"\n" + kMomentum).benchmark_is_market);
  EXPECT_FALSE(read(kSectors + "market = \"m.x\"\nbenchmark = \"equal\"\n" + kMomentum).benchmark_is_market);
}

TEST(RotationRequest, AllSectors) {
  const auto k = [](const std::string& keys) {
    return read(kSectors + "portfolio = { rule = \"minimum_variance\"" + keys + " }\n" + kMomentum)
        .definition.portfolio.k;
  };
  EXPECT_EQ(k(""), 0);
  EXPECT_EQ(k(", k = 0"), 0);
  EXPECT_EQ(k(", k = 2"), 2);
}

TEST(RotationRequest, Variants) {
  const auto request =
      read(kSectors +
           "variants = { signals = \"subsets\", momentum = [\"6m\", 9], standing = [\"z\", \"rank\"], "
           "weights = [\"equal\", \"elastic_net\"], rule = [\"top_k\", \"rank_weighted\"], k = [1, 4], "
           "rebalance = [\"month\", \"quarter\"], band = [0, 2.5], trade = [\"next\", \"close\"] }\n" +
           kMomentum);
  const auto& variants = request.variants;
  EXPECT_TRUE(request.has_variants && variants.signal_subsets);
  EXPECT_THAT(variants.momentum_months, ElementsAre(6, 9));
  EXPECT_THAT(variants.cross_section, ElementsAre(CrossSection::z_score, CrossSection::rank));
  EXPECT_THAT(variants.weights, ElementsAre(SignalWeights::equal, SignalWeights::elastic_net));
  EXPECT_THAT(variants.rule, ElementsAre(PortfolioRule::top_k, PortfolioRule::rank_weighted));
  EXPECT_THAT(variants.k, ElementsAre(1, 4));
  EXPECT_THAT(variants.rebalance_months, ElementsAre(1, 3));
  EXPECT_THAT(variants.no_trade_band, ElementsAre(0, 0.025));
  EXPECT_THAT(variants.trade_lag, ElementsAre(1, 0));
  EXPECT_EQ(variants.place.line, 2);
}

struct Mistake {
  const char* name;
  std::string text;
  int line;
  ErrorCode code;
  const char* says;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class RotationMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(RotationMistakes, AreRefused) {
  const auto& mistake = GetParam();
  try {
    read(mistake.text);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    const auto& failure = error.failure();
    EXPECT_EQ(failure.code, mistake.code) << failure.what;
    EXPECT_EQ(failure.place.line, mistake.line) << failure.what;
    EXPECT_THAT(failure.what + " / " + failure.mend, HasSubstr(mistake.says));
  }
}

constexpr auto kFile = ErrorCode::study_file;

// A key in line 2, behind the sectors.
Mistake key(const char* name, const std::string& text, const char* says, ErrorCode code = kFile) {
  return {name, kSectors + text + "\n" + kMomentum, 2, code, says};
}
// One signal, in line 3.
Mistake signal(const char* name, const std::string& text, const char* says, ErrorCode code = kFile) {
  return {name, kSectors + "[signals]\n" + text + "\n", 3, code, says};
}

INSTANTIATE_TEST_SUITE_P(
    Keys, RotationMistakes,
    testing::Values(
        Mistake{"NoSectors", kMomentum, 1, kFile, "sectors"},
        Mistake{"OneSector", "sectors = { a = \"m.a\" }\n" + kMomentum, 1, ErrorCode::rotation_universe,
                "nothing to rotate"},
        Mistake{"SectorCalledCash", "sectors = { a = \"m.a\", cash = \"m.b\" }\n" + kMomentum, 1, kFile,
                "may not be called `cash`"},
        Mistake{"SameFormula", "sectors = { a = \"m.a\", b = \"m.a\" }\n" + kMomentum, 1, kFile,
                "`a` and `b` have the same formula"},
        Mistake{"NoSignals", kSectors, 1, kFile, "signals"},
        key("UnknownKey", "benchmrk = \"equal\"", "did you mean `benchmark`"),
        key("BenchmarkWord", "benchmark = \"markt\"", "did you mean"),
        key("NoMarket", "benchmark = \"market\"", "there is no `market`"),
        key("From", "from = \"early\"", "is not a date"), key("Draws", "draws = 10", "between 100 and 20000"),
        key("OnlyAbove", "only_above_zero = \"momentm\"", "did you mean `momentum`"),
        key("EmptyLink", "regimes = \"\"", "`regimes` is empty"),
        key("ScenariosWithoutMacro", "scenarios = \"fair\"", "needs a signal of the kind macro"),
        key("Standing", "score = { standing = \"percentile\" }", "It is one of: z, rank."),
        key("Winsorise", "score = { winsorise = 0 }", "above 0"),
        key("Weights", "score = { weights = \"rigde\" }", "did you mean `ridge`"),
        key("FirstWindow", "score = { first_window = \"6m\" }", "12 to 600 months"),
        key("Horizon", "score = { horizon = \"0m\" }", "1 to 60 months"),
        key("Share", "score = { share = 1.5 }", "between 0 and 1"),
        key("Folds", "score = { folds = 1 }", "between 2 and 20"),
        key("ScoreKey", "score = { penlty = 1 }", "did you mean `penalty`"),
        key("Week", "portfolio = { rebalance = \"week\" }", "is finer than", ErrorCode::rotation_frequency),
        key("Day", "portfolio = { rebalance = \"day\" }", "Write \"month\"", ErrorCode::rotation_frequency),
        key("Rebalance", "portfolio = { rebalance = \"qarter\" }", "did you mean `quarter`"),
        key("Rule", "portfolio = { rule = \"topk\" }", "did you mean `top_k`"),
        key("TooManyBest", "portfolio = { k = 5 }", "`k` (5) is above the number of sectors (4)",
            ErrorCode::rotation_universe),
        key("NoBest", "portfolio = { k = 0 }", "between 1 and 4"),
        key("BothSides", "portfolio = { k = 3, long_short = true }", "3 best and 3 worst",
            ErrorCode::rotation_universe),
        key("ShortsByLimits", "portfolio = { rule = \"minimum_variance\", long_short = true }", "least = -20",
            ErrorCode::rotation_portfolio),
        key("BoundsTurned", "portfolio = { least = 50, most = 40 }", "50%", ErrorCode::rotation_limits),
        key("LimitsTurned", "portfolio = { limits = { oil = [30, 20] } }", "of `oil`",
            ErrorCode::rotation_limits),
        key("LimitsOfOne", "portfolio = { limits = { oil = [30] } }", "two figures"),
        key("LimitsOfNobody", "portfolio = { limits = { ol = [0, 20] } }", "unknown sector `ol`"),
        key("TrackingError", "portfolio = { tracking_error = 0 }", "above 0"),
        key("NoWeights", "portfolio = { benchmark_weights = { oil = 0 } }", "all 0"),
        key("CostAll", "trading = { cost_bp = 10000 }", "nothing would be left", ErrorCode::rotation_costs),
        key("CostBelow", "trading = { cost_bp = -1 }", "must not be below 0", ErrorCode::rotation_costs),
        key("ImpactAlone", "trading = { impact = 1 }", "without `capital`", ErrorCode::rotation_costs),
        key("ImpactNoVolume", "trading = { impact = 1, capital = 1e6 }", "without `volume`",
            ErrorCode::rotation_costs),
        key("VolumeOfSome", "trading = { volume = { oil = 1e6 } }", "leaves out `food`",
            ErrorCode::rotation_costs),
        key("Trade", "trading = { trade = \"nxt\" }", "did you mean `next`"),
        key("Band", "trading = { band = 101 }", "between 0 and 100"),
        key("VariantTwice", "variants = { k = [2, 2] }", "stands here twice"),
        key("VariantNone", "variants = { k = [] }", "`k` has no choice"),
        key("VariantBest", "variants = { k = [2, 9] }", "above the number of sectors",
            ErrorCode::rotation_universe),
        key("VariantMany",
            "variants = { momentum = [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21] }",
            "21 choices"),
        key("VariantKey", "variants = { momentun = [2] }", "did you mean `momentum`")),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Signals, RotationMistakes,
    testing::Values(
        signal("Name", "Momentum = {}", "is no name for a signal"),
        signal("ColumnName", "rank = { kind = \"momentum\" }", "may not be called `rank`"),
        signal("NoTable", "momentum = 12", "must be a table"),
        signal("NoKind", "momentun = {}", "did you mean `momentum`"),
        signal("Kind", "x = { kind = \"trnd\" }", "did you mean `trend`"),
        signal("Sign", "momentum = { sign = 2 }", "must be 1 or -1"),
        signal("Weight", "momentum = { weight = 0 }", "above 0", ErrorCode::rotation_weights),
        signal("Skip", "momentum = { months = 6, skip = 6 }", "`skip` (6) must be below `months` (6)",
               ErrorCode::rotation_signal),
        signal("Months", "momentum = { months = 601 }", "1 to 600 months, not 601"),
        signal("MonthsText", "momentum = { months = \"12w\" }", "not \"12w\""),
        signal("SkipOfTrend", "trend = { skip = 1 }", "skip"),
        signal("NoFigures", "value = { kind = \"own_history\" }", "figures"),
        signal("NoPlaceholder", "value = { kind = \"figures\", figures = \"m.x\" }", "has no {sector}"),
        signal("FiguresOfNobody", "value = { kind = \"figures\", figures = { ol = \"m.x\" } }",
               "unknown sector `ol`"),
        signal("FiguresEmpty", "value = { kind = \"figures\", figures = {} }", "names no sector"),
        signal("LongTemplate", "value = { kind = \"figures\", figures = \"" + std::string(2001, '(') + "\" }",
               "2001 characters"),
        signal("First", "value = { kind = \"own_history\", figures = \"m.{sector}\", first = \"6m\" }",
               "12 to 600 months"),
        signal("NoDrivers", "macro = {}", "drivers"),
        signal("MacroMonths", "macro = { drivers = { a = \"m.a\" }, months = 12 }", "24 to 600"),
        signal("MacroPenalty", "macro = { drivers = { a = \"m.a\" }, penalty = -1 }", "between 1e-10 and"),
        signal("DriverName", "macro = { drivers = { scenario = \"m.a\" } }", "may not be called")),
    [](const auto& one) { return one.param.name; });

TEST(RotationRequest, Uses) {
  auto request = read(kSectors +
                      "market = \"m.market\"\ncash = \"m.bill\"\nstates = { s = \"m.s < 0\" }\n[signals]\n"
                      "value = { kind = \"figures\", figures = { oil = \"v.oil\" } }\n"
                      "macro = { drivers = { rate = \"m.rate\" } }\n");
  const auto formulas = [&] {
    std::vector<std::string> all;
    for (const auto& use : uses_of(request)) all.push_back(use.formula);
    return all;
  };
  EXPECT_THAT(formulas(), ElementsAre("index(m.food)", "index(m.cars)", "index(m.banks)", "index(m.oil)",
                                      "m.market", "m.bill", "v.oil", "m.rate", "m.s < 0"));
  request.scenarios.emplace();
  request.scenarios->price.formula = "small";
  request.scenarios->drivers.push_back({"rate", "", {"rate", "rates.gs10", {}}});
  request.scenarios->scenarios.emplace_back();
  request.scenarios->scenarios[0].set_formulas["rate"] = {"rate", "spf.rate", {}};
  request.scenarios->recession = SeriesUse{"recession", "nber.recession", {}};
  request.regimes.emplace();
  request.regimes->features.push_back({{"a", "", {"a", "m.activity", {}}}, 1, 1});
  const auto all = formulas();
  ASSERT_EQ(all.size(), 14u);
  EXPECT_THAT((std::vector<std::string>{all.begin() + 9, all.end()}),
              ElementsAre("small", "rates.gs10", "spf.rate", "nber.recession", "m.activity"));
}

TEST(RotationRequest, Universe) {
  const auto universe = [](const std::string& keys, const std::string& sectors = kSectors) {
    return read(sectors + keys + kMomentum).definition.universe;
  };
  const auto own = universe("");
  EXPECT_NE(universe("from = \"1970-01\"\n"), own);
  EXPECT_NE(universe("cash = \"m.bill\"\n"), own);
  EXPECT_NE(universe("market = \"m.market\"\n"), own);
  EXPECT_NE(
      universe("", "sectors = { food = \"m.food\", cars = \"index(m.cars)\" }\nportfolio = { k = 1 }\n"),
      own);
}

}  // namespace
}  // namespace rerate
