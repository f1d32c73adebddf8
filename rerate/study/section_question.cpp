#include "rerate/study/section_question.h"

namespace rerate {

std::vector<SeriesUse> uses_of(const SectionQuestion& question) {
  return std::visit([](const auto& request) { return uses_of(request); }, question);
}

}  // namespace rerate
