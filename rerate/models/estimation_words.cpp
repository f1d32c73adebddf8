#include "rerate/models/estimation_words.h"

#include <fmt/format.h>

namespace rerate {

std::string periods_in_words(Frequency frequency) { return one_period_in_words(frequency) + "s"; }

std::string one_period_in_words(Frequency frequency) {
  switch (frequency) {
    case Frequency::daily: return "day";
    case Frequency::weekly: return "week";
    case Frequency::monthly: return "month";
    case Frequency::quarterly: return "quarter";
    case Frequency::annual: return "year";
  }
  RERATE_ASSERT(false, "a frequency that is none");
  return {};
}

std::string probability_in_words(double p) {
  if (p < 0.001) return "p < 0.001";
  return p < 0.1 ? fmt::format("p = {:.3f}", p) : fmt::format("p = {:.2f}", p);
}

std::vector<std::string> driver_names(const FairValuePanel& panel, const std::vector<Index>& drivers) {
  std::vector<std::string> names;
  for (const Index driver : drivers) names.push_back(panel.names[static_cast<std::size_t>(driver)]);
  return names;
}

}  // namespace rerate
