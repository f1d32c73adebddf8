#include "rerate/study/results.h"

namespace rerate {

const Number* find_number(const Section& section, std::string_view name) {
  for (const auto& number : section.numbers)
    if (number.name == name) return &number;
  return nullptr;
}

}  // namespace rerate
