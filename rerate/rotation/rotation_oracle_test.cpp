// Behaviour -> test
//   six rotations of the twelve French industries, as in pandas: weights, turnover, costs, monthly returns  -> AsInPandas
//   their lists of trades: wealth from shares and prices is wealth from returns                              -> WealthFromTrades
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "rerate/rotation/rotation.h"

namespace rerate {
namespace {

const nlohmann::json& golden() {
  static const auto read = [] {
    std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/rotation.json");
    return nlohmann::json::parse(file);
  }();
  return read;
}

// Rows of a file of data/open by name of the column: (first cell, figure), NaN where empty.
using Column = std::map<std::string, double>;
std::map<std::string, Column> open_table(const std::string& name) {
  std::ifstream file(RERATE_SOURCE_DIR "/data/open/" + name);
  std::string line, cell;
  std::getline(file, line);
  std::vector<std::string> titles;
  for (std::istringstream header(line); std::getline(header, cell, ',');) titles.push_back(cell);
  std::map<std::string, Column> columns;
  while (std::getline(file, line)) {
    std::istringstream row(line);
    std::string first;
    std::getline(row, first, ',');
    for (std::size_t i = 1; i < titles.size(); ++i) {
      cell.clear();
      std::getline(row, cell, ',');
      columns[titles[i]][first.substr(0, 7)] =
          cell.empty() ? std::nan("") : std::strtod(cell.c_str(), nullptr);
    }
  }
  return columns;
}

Period month(const std::string& text) { return period_of(Frequency::monthly, *parse_date(text + "-01")); }

std::string text_of_month(std::int32_t ordinal) { return to_string(Period{Frequency::monthly, ordinal}); }

Series monthly_series(const std::string& name, Kind kind) {
  Series series;
  series.name = name;
  series.type = {Frequency::monthly, kind, ""};
  return series;
}

void append(Series& series, std::int32_t ordinal, double value) {
  series.append(ordinal, value, std::isnan(value) ? kAlwaysKnown : last_day({Frequency::monthly, ordinal}));
}

// What the rotations read, as tests/oracles/rotation.py makes it.
struct Industries {
  std::vector<std::string> names = golden().at("names");
  std::vector<Series> price, value;
  Series bill = monthly_series("bill", Kind::rate), rate = monthly_series("rate", Kind::rate),
         slope = monthly_series("slope", Kind::spread);
  SectorPanel panel;

  Industries();
  Industries(const Industries&) = delete;
  Industries& operator=(const Industries&) = delete;
};

double figure(const Column& column, std::int32_t ordinal) {
  const auto found = column.find(text_of_month(ordinal));
  return found == column.end() ? std::nan("") : found->second;
}

Industries::Industries() {
  const auto returns = open_table("french_industry12_monthly.csv"),
             book = open_table("french_industry12_be_me_annual.csv"), rates = open_table("rates.csv");
  const auto first = month(returns.at("nodur").begin()->first).ordinal,
             last = month(returns.at("nodur").rbegin()->first).ordinal;
  for (const auto& name : names) {
    price.push_back(monthly_series(name, Kind::total_return_index));
    value.push_back(monthly_series("value of " + name, Kind::ratio));
    double now = 100;
    for (auto m = first; m <= last; ++m) {
      now *= 1 + figure(returns.at(name), m) / 100;
      append(price.back(), m, now);
      const auto [year, month_of_year, day] = civil(last_day({Frequency::monthly, m}));
      append(value.back(), m, book.at(name).at(std::to_string(month_of_year >= 6 ? year : year - 1)));
    }
  }
  for (auto m = first; m <= last; ++m) {
    append(bill, m, figure(rates.at("tb3ms"), m));
    append(rate, m, figure(rates.at("gs10"), m - 1));
    append(slope, m, figure(rates.at("gs10"), m - 1) - figure(rates.at("fedfunds"), m - 1));
  }
  SectorPanelQuestion question;
  for (std::size_t i = 0; i < names.size(); ++i)
    question.sectors.push_back({names[i], names[i], &price[i], {}});
  question.cash = &bill;
  question.as_of = last_day({Frequency::monthly, last}) + 30;
  panel = sector_panel(question);
}

const Industries& industries() {
  static const Industries made;
  return made;
}

SignalDefinition signal(const std::string& name, SignalKind kind, int months = 12, int skip = 0,
                        double weight = 1) {
  SignalDefinition made;
  made.name = made.title = name;
  made.kind = kind;
  made.months = months;
  made.skip = skip;
  made.weight = weight;
  return made;
}

RotationDefinition momentum_top() {
  RotationDefinition made;
  made.signals = {signal("momentum", SignalKind::momentum, 12, 1)};
  made.portfolio.k = 3;
  return made;
}

RotationDefinition rank_weighted_long_short() {
  RotationDefinition made;
  made.signals = {signal("momentum", SignalKind::momentum, 6, 0, 2),
                  signal("volatility", SignalKind::volatility, 36)};
  made.score.winsorise_at = 1.5;
  made.score.weights = SignalWeights::fixed;
  made.portfolio.rule = PortfolioRule::rank_weighted;
  made.portfolio.long_short = true;
  made.portfolio.rebalance_months = 3;
  made.trading.cost_rate = 0.002;
  return made;
}

RotationDefinition proportional_band() {
  RotationDefinition made;
  made.signals = {signal("value", SignalKind::own_history)};
  made.signals[0].first = 60;
  for (const auto& figures : industries().value) made.signals[0].figures.push_back(&figures);
  made.signals[0].figure_places.resize(made.signals[0].figures.size());
  made.portfolio.rule = PortfolioRule::signal_proportional;
  made.trading.cost_rate = 0.0005;
  made.trading.no_trade_band = 0.02;
  made.trading.trade_lag = 0;
  return made;
}

RotationDefinition macro_trend_impact() {
  RotationDefinition made;
  made.signals = {signal("macro", SignalKind::macro, 60),
                  signal("momentum", SignalKind::momentum, 12, 1, 0.5),
                  signal("trend", SignalKind::trend, 13, 0, 0.25)};
  made.signals[0].drivers = {{"rate", "rate", &industries().rate, {}},
                             {"slope", "slope", &industries().slope, {}}};
  made.score.weights = SignalWeights::fixed;
  made.portfolio.k = 4;
  made.only_above_zero = "trend";
  made.trading.impact_coefficient = 1;
  made.trading.capital = 1e8;
  for (std::size_t i = 1; i <= industries().names.size(); ++i)
    made.trading.volume.push_back(1e9 * static_cast<double>(i));
  return made;
}

RotationDefinition minimum_variance() {
  RotationDefinition made;
  made.signals = {signal("momentum", SignalKind::momentum, 12, 1)};
  made.score.cross_section = CrossSection::rank;
  made.portfolio.rule = PortfolioRule::minimum_variance;
  made.portfolio.k = 8;
  made.portfolio.least = 0.02;
  made.portfolio.most = 0.25;
  made.trading.trade_lag = 0;
  return made;
}

RotationDefinition inverse_variance_long_short() {
  RotationDefinition made;
  made.signals = {signal("momentum", SignalKind::momentum, 12, 1),
                  signal("reversal", SignalKind::reversal, 3)};
  made.score.weights = SignalWeights::inverse_variance;
  made.score.horizon = 3;
  made.score.embargo = 1;
  made.portfolio.k = 4;
  made.portfolio.long_short = true;
  return made;
}

const std::map<std::string, RotationDefinition (*)()> kRotations = {
    {"momentum_top", momentum_top},           {"rank_weighted_long_short", rank_weighted_long_short},
    {"proportional_band", proportional_band}, {"macro_trend_impact", macro_trend_impact},
    {"minimum_variance", minimum_variance},   {"inverse_variance_long_short", inverse_variance_long_short}};

struct Compared {
  double largest = 0;
  std::string where;
  void add(double found, double expected, const std::string& what) {
    const double apart = std::fabs(found - expected);
    if (apart <= largest) return;
    largest = std::isnan(apart) ? HUGE_VAL : apart;
    where = what;
  }
};

Compared compare(const Backtest& found, const nlohmann::json& expected) {
  Compared compared;
  const auto every = expected.at("weights_every").get<Index>();
  for (Index i = 0; i < found.months(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto when = text_of_month(industries().panel.month[static_cast<std::size_t>(found.first + 1 + i)]);
    compared.add(found.gross[at], expected.at("gross")[at], "gross return of " + when);
    compared.add(found.net[at], expected.at("net")[at], "net return of " + when);
    compared.add(found.turnover[at], expected.at("turnover")[at], "turnover of " + when);
    compared.add(found.cost[at], expected.at("cost")[at], "cost of " + when);
    if (i % every != 0) continue;
    const auto& weights = expected.at("weights")[static_cast<std::size_t>(i / every)];
    for (Index j = 0; j < found.weights.cols(); ++j)
      compared.add(found.weights(i, j), weights[static_cast<std::size_t>(j)], "a weight of " + when);
  }
  return compared;
}

TEST(RotationOracle, AsInPandas) {
  const auto& panel = industries().panel;
  ASSERT_EQ(panel.months(), golden().at("months").get<Index>());
  ASSERT_EQ(golden().at("runs").size(), kRotations.size());
  for (const auto& [name, definition] : kRotations) {
    SCOPED_TRACE(name);
    const auto found = run_rotation(panel, definition()).backtest;
    const auto& expected = golden().at("runs").at(name);
    EXPECT_EQ(text_of_month(panel.month[static_cast<std::size_t>(found.first)]),
              expected.at("first").get<std::string>());
    ASSERT_EQ(found.net.size(), expected.at("net").size());
    EXPECT_EQ(std::count(found.traded.begin(), found.traded.end(), true), expected.at("traded").get<Index>());
    const auto compared = compare(found, expected);
    EXPECT_LE(compared.largest, 1e-10) << compared.where;
    std::printf("  %s: %d months, at most %.1e apart\n", name.c_str(), static_cast<int>(found.months()),
                compared.largest);
  }
}

TEST(RotationOracle, WealthFromTrades) {
  const auto& panel = industries().panel;
  for (const auto& [name, make] : kRotations) {
    SCOPED_TRACE(name);
    const auto definition = make();
    const auto run = run_rotation(panel, definition);
    auto settings = definition.portfolio;
    for (std::size_t s = 0; s < definition.signals.size(); ++s)
      if (definition.signals[s].name == definition.only_above_zero)
        settings.only_above_zero = &run.figures[s];
    const Portfolio portfolio(panel, run.scores.score, settings);
    const auto book = trade_book(panel, target_rule(portfolio), definition.trading);
    ASSERT_EQ(book.wealth.size(), run.backtest.net.size());
    double wealth = 1, apart = 0;
    for (std::size_t i = 0; i < book.wealth.size(); ++i) {
      wealth *= 1 + run.backtest.net[i];
      apart = std::max(apart, std::fabs(book.wealth[i] / wealth - 1));
    }
    EXPECT_LE(apart, 1e-12);
    EXPECT_GT(book.trades.size(), 100u);
  }
}

}  // namespace
}  // namespace rerate
