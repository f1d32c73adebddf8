#include "rerate/study/rotation_findings.h"

#include <algorithm>

#include "rerate/study/rotation_benchmarks.h"
#include "rerate/study/rotation_costs.h"
#include "rerate/study/rotation_groups.h"
#include "rerate/study/rotation_input_warnings.h"
#include "rerate/study/rotation_panel_of_request.h"
#include "rerate/study/rotation_sensitivities.h"
#include "rerate/study/rotation_trials.h"

namespace rerate {
namespace {

constexpr int kUsualBest = 3, kRollingMonths = 36;
// Streams of random numbers of a section, beside that of rotation_trials.cpp.
constexpr std::uint64_t kIntervalStream = 1, kStandingStream = 2;

// How many sectors count as the best: the portfolio's k, and never so many that one of the best is one of the worst too.
int best_of(const RotationDefinition& definition, Index sectors) {
  const int wanted = definition.portfolio.k > 0 ? definition.portfolio.k : kUsualBest;
  return std::clamp(static_cast<int>(sectors / 2), 1, wanted);
}

void run(RotationFindings& found, const SectionContext& context) {
  const auto& request = *found.request;
  found.sector_titles = sector_titles_of(request, context);
  found.may_show = sectors_shown(request, context);
  found.may_show_all = all_shown(request, context);
  found.panel = sector_panel(panel_question(request, context));
  found.definition = definition_of(request, context);
  for (const auto& signal : found.definition.signals) found.signal_titles.push_back(signal.title);
  found.best = best_of(found.definition, found.panel.sectors());
  found.run = run_rotation(found.panel, found.definition);
  found.cash = cash_over(found.panel, found.run.backtest);
  found.now = found.panel.months() - 1;
}

std::span<const double> compared(const RotationFindings& found, const std::vector<double>& figures) {
  return part_of(figures, found.compared_first, found.compared);
}

void measure(RotationFindings& found) {
  const auto& backtest = found.run.backtest;
  const auto cash = compared(found, found.cash);
  found.figures = found.benchmarks.front().own;
  found.gross_figures = performance(compared(found, backtest.gross), cash);
  found.cost_drag = found.gross_figures.cagr - found.figures.cagr;
  double traded = 0;
  for (const double one : compared(found, backtest.turnover)) traded += one;
  found.turnover_a_year = 12 * traded / static_cast<double>(found.compared);
  found.break_even_bp = break_even_bp(found);
  found.capacity = capacity(found);
}

void measure_luck(RotationFindings& found, std::uint64_t seed) {
  const auto net = compared(found, found.run.backtest.net), cash = compared(found, found.cash),
             benchmark = compared(found, found.benchmarks.front().returns);
  IntervalSettings settings;
  settings.draws = found.request->draws;
  found.intervals =
      performance_intervals(net, benchmark, cash, settings, RandomStream(seed, kIntervalStream));
  found.rolling_information_ratio = rolling_information_ratio(net, benchmark, kRollingMonths);
  found.costs = cost_cases(found);
}

int lag_of(const RotationFindings& found) {
  return found.panel.grid == Frequency::monthly ? found.definition.trading.trade_lag : 0;
}

// Whether sectors did in the order of their scores, from the trade on.
void correlate(RotationFindings& found) {
  const int lag = lag_of(found), horizon = found.definition.score.horizon;
  found.correlations_by_month = rank_correlations(found.panel, found.run.scores.score, lag, horizon);
  found.score_correlation = rank_correlation(found.correlations_by_month, horizon);
}

void correlate_signals(RotationFindings& found) {
  const int lag = lag_of(found), horizon = found.definition.score.horizon;
  for (const auto& standing : found.run.standings)
    found.signal_correlations.push_back(
        rank_correlation(rank_correlations(found.panel, standing, lag, horizon), horizon));
}

void stand(RotationFindings& found, std::uint64_t seed) {
  StandingSettings settings;
  settings.k = found.best;
  settings.draws = found.request->draws;
  found.standings = sector_standings(found.panel, found.definition, found.run, found.now, settings,
                                     RandomStream(seed, kStandingStream));
}

RotationFindings found_of(const std::string& id, const RotationRequest& request,
                          const SectionContext& context) {
  RotationFindings found;
  found.request = &request;
  run(found, context);
  add_benchmarks(found, context);
  const auto seed = context.section_seed(id);
  measure(found);
  measure_luck(found, seed);
  correlate(found);
  correlate_signals(found);
  stand(found, seed);
  add_groups(found, context);
  add_sensitivities(found, context, seed);
  add_input_warnings(found, context);
  add_trials(found, id, context);
  return found;
}

// What is refused without a place is refused at the section.
template <class Find>
RotationFindings at_section(const RotationRequest& request, Find&& find) {
  try {
    return find();
  } catch (const UserError& error) {
    auto failure = error.failure();
    if (to_string(failure.place).empty()) failure.place = request.place;
    throw UserError(std::move(failure));
  }
}

}  // namespace

Date RotationFindings::month_end(Index i) const {
  const auto m = static_cast<std::size_t>(run.backtest.first + 1 + i);
  return last_day({Frequency::monthly, panel.month[m]});
}

std::vector<Index> favoured_sectors(const RotationFindings& found) {
  auto sectors = sectors_by_score(found.run, found.now);
  sectors.resize(std::min(sectors.size() / 2, static_cast<std::size_t>(std::max(1, found.best))));
  return sectors;
}

RotationFindings find_backtest(const RotationRequest& request, const SectionContext& context) {
  return at_section(request, [&] {
    RotationFindings found;
    found.request = &request;
    run(found, context);
    add_headline_benchmark(found, context);
    measure(found);
    correlate(found);
    return found;
  });
}

RotationFindings find_rotation(const std::string& id, const RotationRequest& request,
                               const SectionContext& context) {
  return at_section(request, [&] { return found_of(id, request, context); });
}

}  // namespace rerate
