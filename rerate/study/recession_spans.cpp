#include "rerate/study/recession_spans.h"

#include <algorithm>

namespace rerate {

std::vector<ChartSpan> recession_spans(const std::vector<Spell>& recessions, double first, double last) {
  std::vector<ChartSpan> spans;
  for (const auto& spell : recessions)
    if (spell.last.days >= first && spell.first.days <= last)
      spans.push_back({std::max<double>(spell.first.days, first), std::min<double>(spell.last.days, last),
                       ChartSpan::Role::recession, "NBER recession"});
  return spans;
}

}  // namespace rerate
