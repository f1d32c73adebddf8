#include "rerate/study/rotation_findings.h"

#include <algorithm>

#include "rerate/study/rotation_benchmarks.h"
#include "rerate/study/rotation_panel_of_request.h"

namespace rerate {
namespace {

constexpr int kUsualBest = 3;

// How many sectors count as the best: the portfolio's k, at most half of them where it holds all.
int best_of(const RotationDefinition& definition, Index sectors) {
  if (definition.portfolio.k > 0) return definition.portfolio.k;
  return std::clamp(static_cast<int>(sectors / 2), 1, kUsualBest);
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

void measure(RotationFindings& found) {
  const auto part = [&](const std::vector<double>& figures) {
    return part_of(figures, found.compared_first, found.compared);
  };
  const auto& backtest = found.run.backtest;
  found.figures = found.benchmarks.front().own;
  found.gross_figures = performance(part(backtest.gross), part(found.cash));
  found.cost_drag = found.gross_figures.cagr - found.figures.cagr;
  double traded = 0;
  for (const double one : part(backtest.turnover)) traded += one;
  found.turnover_a_year = 12 * traded / static_cast<double>(found.compared);
}

RotationFindings found_of(const RotationRequest& request, const SectionContext& context) {
  RotationFindings found;
  found.request = &request;
  run(found, context);
  add_benchmarks(found, context);
  measure(found);
  return found;
}

}  // namespace

Date RotationFindings::month_end(Index i) const {
  const auto m = static_cast<std::size_t>(run.backtest.first + 1 + i);
  return last_day({Frequency::monthly, panel.month[m]});
}

RotationFindings find_rotation(const std::string&, const RotationRequest& request,
                               const SectionContext& context) {
  try {
    return found_of(request, context);
  } catch (const UserError& error) {
    auto failure = error.failure();
    if (failure.place.line == 0) failure.place = request.place;
    throw UserError(std::move(failure));
  }
}

}  // namespace rerate
