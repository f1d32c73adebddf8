#include "rerate/sources/nber_cycle.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "rerate/sources/series_builder.h"

namespace rerate {
namespace {

using Type = TurningPoint::Type;

std::string_view name_of(Type type) { return type == Type::peak ? "peak" : "trough"; }

std::string month_text(std::int32_t month) { return to_string(Period{Frequency::monthly, month}); }

Date month_end(std::int32_t month) { return last_day({Frequency::monthly, month}); }

// The announcements by turning point, each with its place for the case that no cycle has it.
struct Announcement {
  Date announced;
  Place place;
};
using Announcements = std::map<std::pair<Type, std::int32_t>, Announcement>;

Type turning_point_type(const TableRow& row, std::size_t column) {
  const auto text = row.text(column);
  if (text == "peak") return Type::peak;
  if (text == "trough") return Type::trough;
  refuse(ErrorCode::csv_row, fmt::format("turning point `{}` is neither peak nor trough", shown(text)), {},
         row.place(column));
}

Announcements read_announcements(const RowSource& rows) {
  Announcements result;
  const std::vector<std::string> columns{"turning_point", "month", "announced"};
  rows(columns, [&](const TableRow& row) {
    const auto type = turning_point_type(row, 0);
    const auto month = row.period(1, Frequency::monthly);
    const auto announced = row.date(2);
    if (announced < first_day(month))
      refuse(ErrorCode::csv_order,
             fmt::format("the {} of {} is announced before it began", name_of(type), to_string(month)), {},
             row.place(2));
    if (!result.emplace(std::pair(type, month.ordinal), Announcement{announced, row.place(1)}).second)
      refuse(ErrorCode::csv_order,
             fmt::format("the {} of {} is announced twice", name_of(type), to_string(month)), {},
             row.place(1));
  });
  return result;
}

// Collects turning points, which must alternate and ascend in both of their dates.
class CycleBuilder {
 public:
  CycleBuilder(Announcements announcements, int assumed_months)
      : announcements_(std::move(announcements)), assumed_months_(assumed_months) {}

  void add(Type type, const TableRow& row, std::size_t column) {
    if (row.text(column).empty()) {
      if (type == Type::peak && points_.empty()) return;  // the record starts in a recession
      refuse(ErrorCode::csv_date, fmt::format("the {} is missing", name_of(type)), {}, row.place(column));
    }
    const auto month = row.period(column, Frequency::monthly).ordinal;
    const TurningPoint point{type, month, take_announcement(type, month)};
    if (!points_.empty() &&
        (point.month <= points_.back().month || point.announced <= points_.back().announced))
      refuse(ErrorCode::csv_order,
             fmt::format("the {} of {} does not follow the {} of {}", name_of(type), month_text(month),
                         name_of(points_.back().type), month_text(points_.back().month)),
             "Turning points ascend by month and by announcement.", row.place(column));
    points_.push_back(point);
  }

  std::vector<TurningPoint> finish() && {
    if (!announcements_.empty()) {
      const auto& [key, announcement] = *announcements_.begin();
      refuse(ErrorCode::csv_row,
             fmt::format("no cycle has the {} of {} that is announced here", name_of(key.first),
                         month_text(key.second)),
             "Correct the announcement, or add the cycle.", announcement.place);
    }
    return std::move(points_);
  }

 private:
  Date take_announcement(Type type, std::int32_t month) {
    const auto found = announcements_.find({type, month});
    if (found == announcements_.end()) return end_of_month(add_months(month_end(month), assumed_months_));
    const auto announced = found->second.announced;
    announcements_.erase(found);
    return announced;
  }

  Announcements announcements_;
  int assumed_months_;
  std::vector<TurningPoint> points_;
};

std::vector<TurningPoint> read_turning_points(const RowSource& cycles, CycleBuilder builder) {
  const std::vector<std::string> columns{"peak", "trough"};
  bool running = false;  // only the last recession may lack its trough
  cycles(columns, [&](const TableRow& row) {
    if (running) refuse(ErrorCode::csv_date, "a cycle follows one without a trough", {}, row.place(0));
    builder.add(Type::peak, row, 0);
    running = row.text(1).empty();
    if (!running) builder.add(Type::trough, row, 1);
  });
  return std::move(builder).finish();
}

// The figure of `month` for a reader of the first `announced` turning points.
double figure_of(std::span<const TurningPoint> announced, CycleFigure figure, std::int32_t month,
                 bool starts_in_recession) {
  const auto at_or_after =
      std::lower_bound(announced.begin(), announced.end(), month,
                       [](const TurningPoint& point, std::int32_t m) { return point.month < m; });
  if (figure == CycleFigure::recession) {
    if (at_or_after == announced.begin()) return starts_in_recession ? 1 : 0;
    return std::prev(at_or_after)->type == Type::peak ? 1 : 0;
  }
  const auto wanted = figure == CycleFigure::peak ? Type::peak : Type::trough;
  return at_or_after != announced.end() && at_or_after->month == month && at_or_after->type == wanted ? 1 : 0;
}

CycleFigure figure_named(const std::string& name) {
  if (name == "recession") return CycleFigure::recession;
  return name == "peak" ? CycleFigure::peak : CycleFigure::trough;
}

}  // namespace

std::vector<Observation> cycle_observations(std::span<const TurningPoint> points, CycleFigure figure,
                                            std::int32_t last_month) {
  std::vector<Observation> observations;
  if (points.empty()) return observations;
  const bool starts_in_recession = points.front().type == Type::trough;
  std::size_t announced = 0;  // how many were announced when the month got its first figure
  for (std::int32_t month = points.front().month; month <= last_month; ++month) {
    const Date first_known = month_end(month) + 1;
    while (announced < points.size() && points[announced].announced <= first_known) ++announced;
    double value = figure_of(points.first(announced), figure, month, starts_in_recession);
    observations.push_back({month, first_known, value});
    // Later announcements matter until one lies after the month: nothing about it changes then.
    for (std::size_t i = announced; i < points.size(); ++i) {
      const double revised = figure_of(points.first(i + 1), figure, month, starts_in_recession);
      if (revised != value) observations.push_back({month, points[i].announced, value = revised});
      if (points[i].month > month) break;
    }
  }
  return observations;
}

std::vector<SeriesBatch> read_nber_cycle(const ManifestTable& table, const RowSource& cycles,
                                         const RowSource& announcements) {
  CycleBuilder builder(read_announcements(announcements), *whole_months(table.assumed_delay));
  const auto points = read_turning_points(cycles, std::move(builder));
  if (points.empty() || points.front().month > table.until)
    refuse(ErrorCode::pack_manifest, "`until` lies before the first turning point", {}, table.place);
  std::vector<SeriesBatch> batches;
  for (const auto& series : table.series)
    batches.push_back({series.entry, cycle_observations(points, figure_named(series.column), table.until)});
  return batches;
}

}  // namespace rerate
