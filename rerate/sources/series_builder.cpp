#include "rerate/sources/series_builder.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

std::string range_text(const CatalogueEntry& entry) {
  if (std::isinf(entry.valid_low)) return fmt::format("at most {}", shortest(entry.valid_high));
  if (std::isinf(entry.valid_high)) return fmt::format("at least {}", shortest(entry.valid_low));
  return fmt::format("{} to {}", shortest(entry.valid_low), shortest(entry.valid_high));
}

void check_range(const CatalogueEntry& entry, double figure, const CellPlace& place) {
  if (figure >= entry.valid_low && figure <= entry.valid_high) return;
  refuse(ErrorCode::value_range,
         fmt::format("value {} of {} is outside its valid range ({})", shortest(figure), entry.id,
                     range_text(entry)),
         {}, place);
}

// Nothing can be read before it happened. A period of grace: annual figures are often named after the year
// in which they are used (`label_lag` would say so).
void check_known(const CatalogueEntry& entry, Period period, Date known_at, const CellPlace& place) {
  const Date earliest = first_day({period.frequency, period.ordinal - 1});
  if (known_at >= earliest) return;
  refuse(ErrorCode::known_too_early,
         fmt::format("{} of {} would have been known on {}, before the period began", entry.id,
                     to_string(period), to_string(known_at)),
         {}, place);
}

}  // namespace

SeriesBuilder::SeriesBuilder(const ManifestSeries& series) { batch_.entry = series.entry; }

void SeriesBuilder::add(Period period, Date known_at, std::optional<double> figure, const CellPlace& place) {
  auto& observations = batch_.observations;
  const bool revises = !observations.empty() && observations.back().ordinal == period.ordinal;
  if (figure) {
    check_range(batch_.entry, *figure, place);
    check_known(batch_.entry, period, known_at, place);
    if (!revises || observations.back().value != *figure)
      observations.push_back({period.ordinal, known_at, *figure});
  } else if (revises && !std::isnan(observations.back().value)) {
    observations.push_back({period.ordinal, known_at, std::numeric_limits<double>::quiet_NaN()});
  }
}

SeriesBatch SeriesBuilder::finish(const std::string& file) && {
  if (batch_.observations.empty())
    refuse(ErrorCode::file_empty, fmt::format("{} has no figure", batch_.entry.id),
           "Check the column, or leave the series out of series.toml.", Place{file});
  return std::move(batch_);
}

}  // namespace rerate
