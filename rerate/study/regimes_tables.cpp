#include "rerate/study/regimes_tables.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

std::int64_t whole(Index count) { return static_cast<std::int64_t>(count); }

// An infinite duration, of a state that is never left, is no figure.
Cell finite_cell(double value) { return std::isfinite(value) ? Cell{value} : Cell{}; }

Table states_table(const Regimes& found, const RegimesRequest& request, const RegimesNames& names) {
  Table table{"regimes",
              "How long each regime rules, and what its months are like",
              {{"view", "", "Told by", 0},
               {"regime", "", "Regime", 0},
               {"months", "count", "Months", 0},
               {"share", "percent", "Share", 0},
               {"spells", "count", "Spells", 0},
               {"mean_duration", "months", "Mean spell", 1}},
              {}};
  for (std::size_t i = 0; i < names.features.size(); ++i)
    table.columns.push_back(
        {"z_" + request.features[i].named.name, "ratio", capitalised(names.features[i]) + ", mean z", 2});
  for (const auto& view : named_views(found, names))
    for (int state = 0; state < view.states->states; ++state) {
      const Index months = view.states->months_in(state), spells = view.states->spells_of(state);
      const double share =
          100 * static_cast<double>(months) / static_cast<double>(std::max<Index>(1, view.states->months()));
      table.rows.push_back(
          {view.title, view.names->at(static_cast<std::size_t>(state)), whole(months), share, whole(spells),
           spells > 0 ? Cell{static_cast<double>(months) / static_cast<double>(spells)} : Cell{}});
      for (Index j = 0; j < static_cast<Index>(names.features.size()); ++j)
        table.rows.back().push_back(
            view.states->mean_z.size() > 0 ? number_cell(view.states->mean_z(state, j)) : Cell{});
    }
  return table;
}

void add_returns_row(Table& table, const std::string& view, const std::string& regime,
                     const RegimeMean& month, const RegimeMean& horizon, bool difference) {
  table.rows.push_back({view, regime, difference ? Cell{} : Cell{whole(month.months)},
                        number_cell(month.mean), number_cell(month.low), number_cell(month.high),
                        number_cell(12 * month.mean), difference ? Cell{} : number_cell(100 * month.positive),
                        number_cell(horizon.mean), number_cell(horizon.low), number_cell(horizon.high)});
}

Table returns_table(const Regimes& found, const RegimesRequest& request, const RegimesNames& names,
                    bool relative) {
  const char* unit = relative ? "pp" : "percent";
  const auto interval = level_in_words(request.returns.level);
  const auto ahead = fmt::format("{} months", request.returns.horizon);
  Table table{relative ? "relative_returns" : "returns",
              relative
                  ? fmt::format("{} less {} after each regime", capitalised(names.asset), names.benchmark)
                  : fmt::format("{} after each regime", capitalised(names.asset)),
              {{"view", "", "Told by", 0},
               {"regime", "", "Regime", 0},
               {"months", "count", "Months", 0},
               {"mean", unit, "Mean of the next month", 2},
               {"low", unit, interval + " low", 2},
               {"high", unit, interval + " high", 2},
               {"annualised", unit, "Times twelve", 1},
               {"positive", "percent", "Share above zero", 0},
               {"horizon_mean", unit, "Mean of the next " + ahead, 1},
               {"horizon_low", unit, interval + " low", 1},
               {"horizon_high", unit, interval + " high", 1}},
              {}};
  const auto month = static_cast<std::size_t>(relative ? RegimeReturn::relative_month : RegimeReturn::month);
  const auto horizon =
      static_cast<std::size_t>(relative ? RegimeReturn::relative_horizon : RegimeReturn::horizon);
  for (const auto& view : named_views(found, names)) {
    for (std::size_t state = 0; state < view.names->size(); ++state) {
      const auto& means = view.returns->by_state[state];
      add_returns_row(table, view.title, view.names->at(state), means[month], means[horizon], false);
    }
    add_returns_row(table, view.title, "all months", view.returns->all[month], view.returns->all[horizon],
                    false);
    add_returns_row(table, view.title, fmt::format("{} less {}", view.names->back(), view.names->front()),
                    view.returns->difference[month], view.returns->difference[horizon], true);
  }
  return table;
}

Table transitions_table(const Regimes& found, const RegimesNames& names) {
  Table table{"transitions",
              fmt::format("From one month to the next ({})", names.method),
              {{"from", "", "From", 0}, {"months", "count", "Months", 0}},
              {}};
  for (std::size_t state = 0; state < names.clustered.size(); ++state)
    table.columns.push_back({fmt::format("to_{}", state + 1), "percent", "to " + names.clustered[state], 1});
  const Matrix shares = transition_shares(found.clustered.transitions);
  for (Index from = 0; from < shares.rows(); ++from) {
    table.rows.push_back({names.clustered[static_cast<std::size_t>(from)],
                          whole(static_cast<Index>(found.clustered.transitions.row(from).sum()))});
    for (Index to = 0; to < shares.cols(); ++to)
      table.rows.back().push_back(number_cell(100 * shares(from, to)));
  }
  return table;
}

Table chain_table(const Regimes::Chain& chain, const RegimesNames& names, const std::string& unit) {
  Table table{"hmm",
              "States of the hidden Markov model",
              {{"state", "", "State", 0},
               {"mean", unit, "Mean", 2},
               {"standard_deviation", unit, "Standard deviation", 2},
               {"stays", "probability", "Stays", 2},
               {"duration", "months", "Expected duration", 1},
               {"whole_mean", unit, "Mean, all figures", 2},
               {"whole_standard_deviation", unit, "Standard deviation, all figures", 2},
               {"whole_duration", "months", "Expected duration, all figures", 1},
               {"path_months", "count", "Months on the most probable path (hindsight)", 0}},
              {}};
  for (Index state = 0; state < chain.model.latest.mean.size(); ++state) {
    const auto &latest = chain.model.latest, &whole_sample = chain.model.whole;
    const auto on_path = std::count(chain.viterbi.begin(), chain.viterbi.end(), static_cast<int>(state));
    table.rows.push_back({names.chained[static_cast<std::size_t>(state)], number_cell(latest.mean[state]),
                          number_cell(latest.standard_deviation[state]),
                          number_cell(latest.transition(state, state)),
                          finite_cell(latest.expected_duration[state]), number_cell(whole_sample.mean[state]),
                          number_cell(whole_sample.standard_deviation[state]),
                          finite_cell(whole_sample.expected_duration[state]), whole(on_path)});
  }
  return table;
}

}  // namespace

std::vector<Table> regimes_tables(const Regimes& found, const RegimesRequest& request,
                                  const RegimesNames& names, const std::string& chain_unit) {
  std::vector<Table> tables = {states_table(found, request, names),
                               returns_table(found, request, names, false)};
  if (names.relative()) tables.push_back(returns_table(found, request, names, true));
  tables.push_back(transitions_table(found, names));
  if (found.chain) tables.push_back(chain_table(*found.chain, names, chain_unit));
  return tables;
}

}  // namespace rerate
