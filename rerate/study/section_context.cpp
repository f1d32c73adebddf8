#include "rerate/study/section_context.h"

#include <fmt/format.h>

#include "rerate/base/error.h"

namespace rerate {

const SeriesInput& SectionContext::input(const SeriesUse& use) const {
  const auto found = inputs->find(use.formula);
  RERATE_ASSERT(found != inputs->end(), "formula was not planned: " + use.formula);
  // What only options read may have no value yet: their definitions give no number, the others do.
  if (found->second.series.empty())
    refuse(ErrorCode::study_as_of, fmt::format("`{}` has no value as of {}", use.formula, to_string(as_of)),
           {}, use.place);
  return found->second;
}

std::uint64_t SectionContext::section_seed(const std::string& id) const {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a, 64 bits
  for (unsigned char c : id) hash = (hash ^ c) * 1099511628211ULL;
  return hash ^ seed;
}

std::vector<Spell> spells_of(const Series& indicator) {
  std::vector<Spell> spells;
  bool inside = false;
  for (std::size_t i = 0; i < indicator.size(); ++i) {
    const bool one = indicator.value[i] == 1;
    if (one && !inside) spells.push_back({first_day(indicator.period(i)), last_day(indicator.period(i))});
    if (one) spells.back().last = last_day(indicator.period(i));
    inside = one;
  }
  return spells;
}

}  // namespace rerate
