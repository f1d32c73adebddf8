#include "rerate/multiverse/lattice_strategies.h"

#include <algorithm>

#include "rerate/base/error.h"

namespace rerate {
namespace {

PriceGrid grid_of(const EventLattice& lattice, const EventDefinition& definition) {
  const auto& options = lattice.options();
  const auto& market = options.markets[definition.market];
  return common_prices(*market.asset, market.benchmark, options.to[definition.to], options.places);
}

}  // namespace

LatticeStrategies::LatticeStrategies(std::span<const LatticeSelection> selections,
                                     const LatticePatterns& patterns, std::vector<std::uint32_t> chosen)
    : patterns_(patterns), chosen_(std::move(chosen)) {
  std::vector<std::vector<std::int32_t>> ordinals;
  std::vector<std::int32_t> common;
  for (const auto& one : patterns.outcomes()) {
    const auto& lattice = *selections[one.selection].lattice;
    const auto definition = lattice.definition(one.definition);
    const auto grid = grid_of(lattice, definition);
    const ForwardWindows windows(grid, lattice.options().horizons[definition.horizon],
                                 lattice.options().from[definition.from]);
    auto& outcome = outcomes_.emplace_back();
    for (std::size_t i = 0; i < windows.count(); ++i) {
      outcome.entry.push_back(static_cast<std::int32_t>(windows.first() + i));
      outcome.exit.push_back(static_cast<std::int32_t>(windows.exit(windows.first() + i).value()));
    }
    outcome.period_return.push_back(0);
    for (std::size_t i = 1; i < grid.size(); ++i)
      outcome.period_return.push_back(grid.benchmark ? grid.relative_return(i - 1, i)
                                                     : grid.asset_return(i - 1, i));
    auto its = std::vector(grid.asset.ordinal.begin() + 1, grid.asset.ordinal.end());
    if (ordinals.empty()) {
      common = its;
    } else {
      std::vector<std::int32_t> both;
      std::ranges::set_intersection(common, its, std::back_inserter(both));
      common = std::move(both);
    }
    ordinals.push_back(std::move(its));
  }
  dates_ = common.size();
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    outcomes_[i].date.push_back(-1);
    for (const auto ordinal : ordinals[i]) {
      const auto at = std::ranges::lower_bound(common, ordinal);
      const bool found = at != common.end() && *at == ordinal;
      outcomes_[i].date.push_back(found ? static_cast<std::int32_t>(at - common.begin()) : -1);
    }
  }
}

void LatticeStrategies::returns(std::size_t strategy, std::span<double> out) const {
  RERATE_ASSERT(out.size() == dates_, "a place for every date");
  const auto [number, pattern] = patterns_.sources()[chosen_[strategy]];
  const auto& outcome = outcomes_[number];
  std::ranges::fill(out, 0);
  for (const auto event : patterns_.outcomes()[number].patterns[pattern]) {
    const auto window = static_cast<std::size_t>(event);
    for (auto at = outcome.entry[window] + 1; at <= outcome.exit[window]; ++at)
      if (const auto date = outcome.date[static_cast<std::size_t>(at)]; date >= 0)
        out[static_cast<std::size_t>(date)] = outcome.period_return[static_cast<std::size_t>(at)];
  }
}

}  // namespace rerate
