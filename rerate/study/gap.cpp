#include "rerate/study/gap.h"

#include <fmt/format.h>

namespace rerate {

int gap_in_observations(Duration gap, Frequency frequency, const Place& place) {
  if (const auto periods = periods_in(gap, frequency)) return *periods;
  const auto months = whole_months(gap);
  const bool weeks = gap.unit == Duration::Unit::week;
  if (frequency == Frequency::daily) return months ? *months * 21 : gap.count * (weeks ? 5 : 1);
  if (frequency == Frequency::weekly && months) return *months * 52 / 12;
  if (frequency == Frequency::weekly && weeks) return gap.count;
  refuse(
      ErrorCode::study_file,
      fmt::format("`gap` of {} is no whole number of {} observations", to_string(gap), to_string(frequency)),
      "Give it in the signal's own periods.", place);
}

}  // namespace rerate
