#include "rerate/multiverse/lattice_fragility.h"

#include <algorithm>
#include <cmath>

#include "rerate/multiverse/sampled_choice_shares.h"
#include "rerate/statistics/choice_shares.h"
#include "rerate/statistics/fragility.h"

namespace rerate {
namespace {

// The choices that have something to choose.
std::vector<std::size_t> open_choices(const Lattice& lattice) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < lattice.choices().size(); ++i)
    if (lattice.choices()[i].options.size() > 1) open.push_back(i);
  return open;
}

bool fits_whole(const Lattice& lattice, const std::vector<std::size_t>& open, std::size_t definitions) {
  if (definitions != *lattice.size() || open.empty() || open.size() > kMostChoices) return false;
  std::size_t margins = 1;
  for (const auto i : open) {
    const auto with_any = lattice.choices()[i].options.size() + 1;
    if (margins > kMostMargins / with_any) return false;
    margins *= with_any;
  }
  return true;
}

std::vector<ChoiceShare> whole_shares(const Lattice& lattice, const std::vector<std::size_t>& open,
                                      const LatticeValues& given) {
  std::vector<std::size_t> options;
  for (const auto i : open) options.push_back(lattice.choices()[i].options.size());
  const auto found = choice_shares(given.values, options);
  std::vector<ChoiceShare> shares;
  for (std::size_t at = 0; at < open.size(); ++at)
    if (!std::isnan(found.shapley[at]))
      shares.push_back({lattice.choices()[open[at]].name, std::clamp(found.first_order[at], 0.0, 1.0),
                        std::max(0.0, found.shapley[at]), found.option_mean[at]});
  return shares;
}

std::vector<ChoiceShare> estimated_shares(const Lattice& lattice, const std::vector<std::size_t>& open,
                                          const LatticeValues& given) {
  const auto found = sampled_choice_shares(lattice, given);
  std::vector<ChoiceShare> shares;
  for (const auto i : open)
    if (!std::isnan(found.first_order[i]))
      shares.push_back({lattice.choices()[i].name, found.first_order[i], std::nullopt, found.option_mean[i]});
  return shares;
}

bool matters_more(const ChoiceShare& one, const ChoiceShare& other) {
  return one.shapley.value_or(one.first_order) > other.shapley.value_or(other.first_order);
}

bool gives_any(const LatticeValues& given) {
  return std::any_of(given.values.begin(), given.values.end(), [](double x) { return !std::isnan(x); });
}

}  // namespace

LatticeFragility lattice_fragility(const Lattice& lattice, const LatticeValues& given,
                                   const ConclusionRule& rule) {
  const auto own = own_place(lattice, given);
  LatticeFragility found;
  found.fragility = fragility(given.values, given.p, given.values[own], rule.neutral, rule.alpha);
  found.flips = conclusion_flips(lattice, given, rule);
  if (!found.fragility ? !gives_any(given) : !varies(found.fragility->min, found.fragility->max))
    return found;
  const auto open = open_choices(lattice);
  found.exact_shares = fits_whole(lattice, open, given.definitions.size());
  found.shares =
      found.exact_shares ? whole_shares(lattice, open, given) : estimated_shares(lattice, open, given);
  std::stable_sort(found.shares.begin(), found.shares.end(), matters_more);
  return found;
}

}  // namespace rerate
