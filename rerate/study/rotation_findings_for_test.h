#pragma once

// Findings of a rotation by hand, for tests of its tables, charts and words: five sectors from 2000-01, of which energy joins in
// 2002-01, two signals, 131 months of returns from 2001-02 to 2011-12. Months are of waves: nothing is estimated.

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "rerate/rotation/rotation_for_test.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

struct SyntheticRotation {
  static constexpr Index kSectors = 5, kMonths = 144, kFirst = 12, kJoins = 24;

  RotationRequest request;
  RotationFindings found;

  SyntheticRotation() {
    found.request = &request;
    request.cash = SeriesUse{"cash", "cash", {}};
    found.sector_titles = {"utilities", "financials", "technology", "industrials", "energy"};
    found.may_show.assign(kSectors, true);
    lay_panel();
    define();
    hold();
    compare();
    rank();
    try_variants();
  }
  SyntheticRotation(const SyntheticRotation&) = delete;
  SyntheticRotation& operator=(const SyntheticRotation&) = delete;

  void lay_panel() {
    Matrix returns(kMonths, kSectors);
    for (Index m = 0; m < kMonths; ++m)
      for (Index i = 0; i < kSectors; ++i)
        returns(m, i) = 0.008 + 0.04 * std::sin(0.7 * static_cast<double>(m) + 1.3 * static_cast<double>(i));
    Matrix price = prices_from(returns);
    price.col(4).head(kJoins).setConstant(kNone);
    found.panel = monthly_panel(price, 0.002);
    found.panel.names = {"utils", "money", "tech", "manuf", "enrgy"};
    found.panel.titles = found.sector_titles;
    found.now = kMonths - 1;
  }

  void define() {
    SignalDefinition momentum, value;
    momentum.name = "momentum";
    value.name = "value";
    value.kind = SignalKind::own_history;
    found.definition.signals = {momentum, value};
    found.signal_titles = {"12-1 momentum", "valuation"};
    found.definition.portfolio.k = found.best = 2;
    found.run.scores.weight = Matrix::Constant(kMonths, 2, 0.5);
    found.signal_correlations = {{0.03, 1.7, 0.09, 0.55, 131}, {0, 0, 1, 0, 0}};
    found.score_correlation = {0.04, 2.1, 0.04, 0.57, 131};
  }

  void hold() {
    auto& backtest = found.run.backtest;
    const Index months = kMonths - kFirst - 1;
    backtest.first = kFirst;
    backtest.weights = Matrix::Zero(months, kSectors);
    for (Index i = 0; i < months; ++i) {
      const Index one = (i / 6) % 4, other = (one + 1) % 4;
      backtest.weights(i, one) = 0.55;
      backtest.weights(i, other) = 0.45;
      const double wave = std::sin(0.3 * static_cast<double>(i));
      backtest.gross.push_back(0.009 + 0.04 * wave);
      backtest.net.push_back(0.008 + 0.04 * wave);
      backtest.turnover.push_back(0.1);
      backtest.cost.push_back(0.001);
      backtest.traded.push_back(true);
      found.cash.push_back(0.002);
    }
    found.compared_first = 0;
    found.compared = months;
  }

  void compare() {
    found.figures = {0.09, 0.1, 0.61, 0.58, 0.9, 0.31, 27, 0.6};
    found.gross_figures = {0.103, 0.1, 0.72, 0.7, 1.1, 0.3, 25, 0.62};
    found.intervals.cagr = {0.02, 0.15};
    found.intervals.sharpe = {0.1, 1.1};
    found.intervals.block_length = 3.4;
    found.turnover_a_year = 1.2;
    found.cost_drag = 0.013;
    found.break_even_bp = 23;
    found.capacity = kNone;
    found.benchmarks = {benchmark("equal", "equal weights", found.compared),
                        benchmark("market", "the market", found.compared - 11),
                        benchmark("momentum", "12-1 momentum, 2 best", found.compared)};
    found.groups = {{"Decade", {{"2000s", 107, 0.08, 0.07, 0.01, 0.6, 0.5, 0.45, 0.53}}}};
    found.rolling_information_ratio.assign(static_cast<std::size_t>(found.compared), 0.25);
    for (std::size_t i = 0; i < 35; ++i) found.rolling_information_ratio[i] = kNone;
    found.costs = {{0, 0.103, 0.72, 0.2}, {10, 0.09, 0.61, 0.1}, {50, 0.04, 0.2, -0.3}};
    found.macro_drivers = {{"10-year yield", "percent", 4.1}};
    found.scenarios_from = make_date(2011, 12, 31);
    found.sensitivities = {
        {"recession", "recession", {-1.5}, {0.8, -0.3, kNone, 0.1, -0.6}, {1, 3, 0, 2, 4}}};
  }

  RotationBenchmark benchmark(const char* id, const char* title, Index months) const {
    RotationBenchmark one;
    one.id = id;
    one.title = title;
    one.months = months;
    one.own = found.figures;
    one.figures = {0.08, 0.11, 0.5, 0.5, 0.7, 0.4, 40, 0.58};
    one.relative.excess = 0.01;
    one.relative.information_ratio = 0.2;
    for (Index i = 0; i < found.compared; ++i)
      one.returns.push_back(i < months ? 0.007 + 0.045 * std::sin(0.3 * static_cast<double>(i)) : kNone);
    return one;
  }

  void rank() {
    const int sectors[] = {0, 2, 4, 3, 1};
    for (int place = 0; place < 5; ++place) {
      SectorStanding one;
      one.sector = sectors[place];
      one.contribution = {0.7 - 0.3 * place, 0.24 - 0.2 * place};
      one.score = one.contribution[0] + one.contribution[1];
      one.rank = place + 1;
      if (place != 2) one.rank_before = 5 - place;
      one.figure = {0.1, 0.2};
      one.weight = place < 2 ? 0.5 : 0;
      one.among_best = 0.93 - 0.2 * place;
      one.among_worst = 0.1 + 0.2 * place;
      found.standings.push_back(one);
    }
  }

  void try_variants() {
    auto& runs = found.variant_runs;
    runs.first = kFirst + 1;
    runs.months = kMonths - kFirst - 1;
    for (std::size_t i = 0; i < 30; ++i) {
      Variant variant;
      variant.words = i == 0 ? "as in the study" : "k = " + std::to_string(i);
      found.variants.push_back(variant);
      const bool failed = i == 29;
      const double sharpe = 0.05 + 0.01 * static_cast<double>((i * 7) % 29);
      runs.figures.push_back(
          {0.008, failed ? kNone : sharpe, 0.1, failed ? "no weights meet the limits" : ""});
      if (failed) continue;
      runs.ran.push_back(i);
      found.luck.variant_sharpes.push_back(std::sqrt(12.0) * sharpe);
    }
    found.luck = luck(found.luck.variant_sharpes);
  }

  static RotationLuck luck(std::vector<double> sharpes) {
    RotationLuck luck;
    luck.reality_check_p = 0.4, luck.spa_lower_p = 0.28, luck.spa_p = 0.31, luck.spa_upper_p = 0.45;
    luck.own_adjusted_p = 0.62;
    luck.trials = 40, luck.earlier = 11;
    luck.spread = 0.02, luck.expected_best = 0.05;
    luck.probabilistic = 0.998, luck.deflated = 0.41, luck.deflated_lead = 0.35;
    luck.block_length = 4.5;
    luck.overfitting = 0.55, luck.overfitting_loss = 0.2, luck.overfitting_blocks = 16;
    luck.sharpe_of_thirds = {0.7, 0.4, 0.3};
    luck.variant_sharpes = std::move(sharpes);
    luck.own_rank = 0.4;
    return luck;
  }

  // What the tests call convincing.
  void make_convincing() {
    found.luck.spa_p = 0.01, found.luck.own_adjusted_p = 0.02, found.luck.deflated_lead = 0.97;
  }

  // Figures of each signal from these months on.
  void begin_signals(const std::vector<Index>& months) {
    found.run.figures.clear();
    for (const Index first : months) {
      found.run.figures.push_back(Matrix::Constant(kMonths, kSectors, 0.1));
      found.run.figures.back().topRows(first).setConstant(kNone);
    }
  }
};

}  // namespace rerate
