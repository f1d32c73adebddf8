#include "rerate/models/regimes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/models/estimation_sample.h"
#include "rerate/models/month_end_reading.h"
#include "rerate/models/regime_parts.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kWinsorisedAt = 3;
constexpr double kLeastVariation = 1e-12;  // of the largest figure, as for points of clusters

enum SeedOf : std::uint64_t { clusters_seed, chain_seed, returns_seed };
std::uint64_t seed_of(const RegimesQuestion& question, SeedOf part) {
  return RandomStream(question.seed, 0).bits(part);
}

Matrix mean_z_of(const RegimePanel& panel, std::span<const int> state, int states) {
  Matrix sum = Matrix::Zero(states, panel.z.cols());
  Vector count = Vector::Zero(states);
  for (const Index row : panel.complete) {
    const int own = state[static_cast<std::size_t>(row)];
    if (own < 0) continue;
    ++count[own];
    sum.row(own) += panel.z.row(row).cwiseMax(-kWinsorisedAt).cwiseMin(kWinsorisedAt);
  }
  for (Index i = 0; i < states; ++i)
    for (Index j = 0; j < sum.cols(); ++j) sum(i, j) = count[i] > 0 ? sum(i, j) / count[i] : kMissing;
  return sum;
}

RegimeStates states_of(std::vector<int> state, int states) {
  RegimeStates found;
  found.spells = regime_spells(state);
  found.transitions = regime_transitions(state, states);
  if (!found.spells.empty()) found.last = found.spells.back().last;
  found.state = std::move(state);
  found.states = states;
  return found;
}

// What stands by complete row of the panel, by row.
template <class T>
std::vector<T> by_row(const RegimePanel& panel, const std::vector<T>& by_complete, T otherwise) {
  std::vector<T> result(static_cast<std::size_t>(panel.rows()), otherwise);
  for (std::size_t i = 0; i < by_complete.size(); ++i)
    result[static_cast<std::size_t>(panel.complete[i])] = by_complete[i];
  return result;
}

// The first fit names columns by number; a user knows his features by name. Figures that swing between two values have
// standings all alike.
void check_first_window(const RegimesQuestion& question, const RegimePanel& panel) {
  const Index window = std::min(question.clusters.first_window, panel.coordinates.rows());
  for (Index j = 0; window > 0 && j < panel.coordinates.cols(); ++j) {
    const auto column = panel.coordinates.col(j).head(window);
    const double low = column.minCoeff(), high = column.maxCoeff();
    if (high - low > kLeastVariation * std::max(high, -low)) continue;
    const auto& feature = question.features[static_cast<std::size_t>(j)];
    refuse(
        ErrorCode::regimes_feature,
        fmt::format("the standing of the feature `{}` does not vary over the {} months of the first window",
                    feature.name, window),
        "Leave it out, or lengthen `first_window`.", feature.place);
  }
}

std::vector<double> figures_of(const Matrix& matrix) {
  return {matrix.data(), matrix.data() + matrix.size()};
}

RegimeClusters clusters_of(const Matrix& points, const Vector& weight, const RegimeClusterSettings& settings,
                           RegimeParts* shared) {
  const auto make = [&] { return walk_forward_clusters(points, weight, settings); };
  if (!shared) return make();
  const auto& [method, clusters, most, first_window, refit_every, seed] = settings;
  return *shared->clusters.part({figures_of(points),
                                 {weight.data(), weight.data() + weight.size()},
                                 method,
                                 clusters,
                                 most,
                                 first_window,
                                 refit_every,
                                 seed},
                                make);
}

RegimeChain walked_chain(const std::vector<double>& figures, const RegimeChainSettings& settings,
                         RegimeParts* shared) {
  const auto make = [&] { return walk_forward_chain(figures, settings); };
  if (!shared) return make();
  const auto& [states, first_window, refit_every, seed] = settings;
  return *shared->chains.part({figures, states, first_window, refit_every, seed}, make);
}

void cluster(const RegimesQuestion& question, RegimeParts* shared, Regimes& found) {
  check_first_window(question, found.panel);
  Vector weight(static_cast<Index>(question.features.size()));
  for (Index j = 0; j < weight.size(); ++j) {
    const auto& feature = question.features[static_cast<std::size_t>(j)];
    weight[j] = feature.sign * feature.weight;
  }
  auto settings = question.clusters;
  settings.seed = seed_of(question, clusters_seed);
  const auto& place = question.clusters_place;
  found.clusters =
      at_place(place, [&] { return clusters_of(found.panel.coordinates, weight, settings, shared); });
  found.clustered = states_of(by_row(found.panel, found.clusters.label, -1), found.clusters.clusters);
  found.clustered.mean_z = mean_z_of(found.panel, found.clustered.state, found.clustered.states);
  const Vector ruled = goodness(found.clustered.mean_z, question.features);
  found.names_fit = found.clusters.in_order;
  for (Index i = 0; i < ruled.size(); ++i)
    for (Index better = i + 1; better < ruled.size(); ++better)
      found.names_fit = found.names_fit && !(ruled[better] < ruled[i]);
  found.probability = by_row(found.panel, found.clusters.probability, kMissing);
}

// The series' figures as they came: a month end without a new one gives none.
std::vector<double> figures_as_read(const RegimesQuestion& question, const RegimePanel& panel,
                                    std::vector<Index>& row) {
  const auto last = panel.month(panel.rows() - 1).ordinal;
  const auto reading = read_at_month_ends(*question.chain, panel.first, last, kOldestFigure);
  std::vector<double> figures;
  std::optional<std::int32_t> newest;
  for (std::size_t t = 0; t < reading.figure.size(); ++t) {
    if (std::isnan(reading.figure[t]) || (newest && reading.period[t] <= *newest)) continue;
    newest = reading.period[t];
    figures.push_back(reading.figure[t]);
    row.push_back(static_cast<Index>(t));
  }
  return figures;
}

Regimes::Chain chain_of(const RegimesQuestion& question, const RegimePanel& panel, RegimeParts* shared) {
  Regimes::Chain chain;
  const auto figures = figures_as_read(question, panel, chain.row);
  const RegimeChainSettings settings{question.chain_states, question.clusters.first_window,
                                     question.clusters.refit_every, seed_of(question, chain_seed)};
  chain.model = walked_chain(figures, settings, shared);
  const auto rows = static_cast<std::size_t>(panel.rows());
  chain.filtered.assign(rows, kMissing);
  chain.smoothed.assign(rows, kMissing);
  chain.viterbi.assign(rows, -1);
  std::vector<int> state(rows, -1);
  const Index highest = question.chain_states - 1;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const auto at = static_cast<std::size_t>(chain.row[i]);
    const auto t = static_cast<Index>(i);
    chain.filtered[at] = chain.model.filtered.probability(t, highest);
    chain.smoothed[at] = chain.model.whole.smoothed.probability(t, highest);
    chain.viterbi[at] = chain.model.whole.viterbi[i];
    state[at] = chain.model.state[i];
  }
  chain.states = states_of(std::move(state), question.chain_states);
  return chain;
}

void check(const RegimesQuestion& question) {
  RERATE_ASSERT(question.asset, "regimes need an asset");
  const auto monthly = [&](const Series* series, std::string_view role, const Place& place) {
    if (series && series->type.frequency != Frequency::monthly)
      refuse(ErrorCode::event_frequency,
             fmt::format("regimes are monthly, but {} `{}` is {}", role, series->name,
                         to_string(series->type.frequency)),
             {}, place);
  };
  monthly(question.asset, "the asset", question.price_places.asset);
  monthly(question.benchmark, "the benchmark", question.price_places.benchmark);
  monthly(question.chain, "the series of the hidden Markov model", question.chain_place);
}

RegimeReturns returns_of(const RegimesQuestion& question, const Regimes& found) {
  const auto prices =
      common_prices(*question.asset, question.benchmark, question.as_of, question.price_places);
  std::vector<RegimeView> views = {{found.scored.state, found.scored.states},
                                   {found.clustered.state, found.clustered.states}};
  if (found.chain) views.push_back({found.chain->states.state, found.chain->states.states});
  auto settings = question.returns;
  settings.seed = seed_of(question, returns_seed);
  return at_place(question.price_places.asset,
                  [&] { return regime_returns(prices, found.panel.first, views, settings); });
}

Regimes find(const RegimesQuestion& question, RegimeParts* shared) {
  check(question);
  Regimes found;
  std::optional<std::int32_t> begins;
  if (question.chain && !question.chain->empty()) begins = question.chain->ordinal.front();
  found.panel = regime_panel(question.features, question.as_of, question.place, begins);
  auto score = regime_score(found.panel, question.features, question.hysteresis);
  found.score = std::move(score.score);
  found.scored = states_of(std::move(score.state), 2);
  found.scored.mean_z = mean_z_of(found.panel, found.scored.state, 2);
  parallel_for(question.chain ? 2 : 1, [&](std::size_t part) {
    if (part == 0)
      cluster(question, shared, found);
    else
      found.chain = at_place(question.chain_place, [&] { return chain_of(question, found.panel, shared); });
  });
  found.returns = returns_of(question, found);
  return found;
}

}  // namespace

Index RegimeStates::months_in(int of) const {
  Index sum = 0;
  for (const auto& spell : spells) sum += spell.state == of ? spell.months() : 0;
  return sum;
}

Index RegimeStates::spells_of(int of) const {
  return std::count_if(spells.begin(), spells.end(), [&](const auto& spell) { return spell.state == of; });
}

Index RegimeStates::months() const {
  Index sum = 0;
  for (const auto& spell : spells) sum += spell.months();
  return sum;
}

Regimes find_regimes(const RegimesQuestion& question) { return find(question, nullptr); }

Regimes find_regimes(const RegimesQuestion& question, RegimeParts& shared) { return find(question, &shared); }

}  // namespace rerate
