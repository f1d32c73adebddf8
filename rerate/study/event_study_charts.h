#pragma once

#include <string>
#include <vector>

#include "rerate/events/event_study.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

struct EventStudyNames {
  std::string signal, asset, benchmark;
  bool signal_redistribute = true;
  bool prices_redistribute = true;  // both of asset and benchmark
};

// The signal with its episodes and recessions shaded, the average path with its band, and one bar an
// event; for a running comparison the two prices instead of path and bars. A signal that may not be republished is drawn as the percentile of its own history in
// whole percents, from which its figures cannot be read back.
std::vector<Chart> event_study_charts(const EventStudy& study, const EventStudyQuestion& question,
                                      const EventStudyNames& names, const std::vector<Spell>& recessions);

// Time on a chart's axis: days since 1970 of the period's last day.
double chart_day(const Series& series, std::size_t index);

// The series as a line of at most `most_points`, thinned evenly; its last point is kept.
ChartLine chart_line(const Series& series, std::string label, std::size_t most_points = 1500);

// Percentile of each value in the whole series, rounded to whole percents; NaN stays.
Series percentile_of_history(const Series& series);

}  // namespace rerate
