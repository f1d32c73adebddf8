#include "rerate/study/section_inputs.h"

#include <set>

namespace rerate {

std::vector<std::string> inputs_of(const std::vector<SeriesUse>& uses, const SectionContext& context) {
  std::set<std::string> ids;
  for (const auto& use : uses) {
    const auto& read = context.input(use).catalogue_ids;
    ids.insert(read.begin(), read.end());
  }
  return {ids.begin(), ids.end()};
}

}  // namespace rerate
