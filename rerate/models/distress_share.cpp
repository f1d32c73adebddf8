#include "rerate/models/distress_share.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// A constituent with its histories; a weight that is one figure has none.
struct Member {
  const Constituent* constituent;
  SpreadHistory spread, weight;
  bool has_history() const { return std::holds_alternative<const Series*>(constituent->weight); }
};

Member member_of(const Constituent& constituent) {
  Member member{&constituent, spread_history(*constituent.spread, constituent.spread_place), {}};
  if (const auto* weight = std::get_if<const Series*>(&constituent.weight))
    member.weight =
        spread_history(**weight, constituent.weight_place, std::numeric_limits<double>::infinity());
  return member;
}

// The figure that stands on a day; NaN when the last one up to it is older than `oldest` days.
double standing_on(const SpreadHistory& history, Date day, int oldest) {
  const auto after = std::upper_bound(history.day.begin(), history.day.end(), day);
  if (after == history.day.begin() || day - *(after - 1) > oldest) return kMissing;
  return history.value[static_cast<std::size_t>(after - history.day.begin()) - 1];
}

double spread_on(const Member& member, Date day) {
  return standing_on(member.spread, day, is_regular(member.spread.frequency) ? 0 : kOldestStanding);
}

double weight_on(const Member& member, Date day) {
  if (const auto* weight = std::get_if<double>(&member.constituent->weight)) return *weight;
  return standing_on(member.weight, day, kOldestWeight);
}

void check_weight(const Member& member, double weight, Date day, bool newest) {
  const bool out_of_index = weight == 0 && !newest;
  if (std::isnan(weight) || (weight > 0 && weight <= kMostWeight) || out_of_index) return;
  refuse(ErrorCode::credit_weights,
         fmt::format("the weight of the constituent `{}` must be above 0 and at most {}, not {}{}",
                     member.constituent->name, shortest(kMostWeight), shortest(weight),
                     member.has_history() ? " on " + to_string(day) : std::string()),
         {}, member.constituent->weight_place);
}

struct Standing {
  std::size_t constituent;
  double spread, weight;
};

std::vector<Standing> standings_on(const std::vector<Member>& members, Date day, bool newest) {
  std::vector<Standing> standings;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const double spread = spread_on(members[i], day), weight = weight_on(members[i], day);
    check_weight(members[i], weight, day, newest);
    if (!std::isnan(spread) && weight > 0) standings.push_back({i, spread, weight});
  }
  return standings;
}

double share_above(const std::vector<Standing>& standings, double level) {
  double above = 0, all = 0;
  for (const auto& one : standings) {
    if (one.spread > level) above += one.weight;
    all += one.weight;
  }
  return all > 0 ? 100 * above / all : kMissing;
}

void list_names(const std::vector<Standing>& standings, std::size_t constituents, double level,
                DistressShare& result) {
  std::vector<bool> counted(constituents, false);
  std::vector<Standing> above;
  for (const auto& one : standings) {
    counted[one.constituent] = true;
    if (one.spread > level) above.push_back(one);
  }
  std::stable_sort(above.begin(), above.end(), [](auto& a, auto& b) { return a.weight > b.weight; });
  for (const auto& one : above) result.distressed.push_back(one.constituent);
  for (std::size_t i = 0; i < constituents; ++i)
    if (!counted[i]) result.left_out.push_back(i);
}

// The newest day of each month on which a constituent has a spread.
std::set<Date> days_of_months(const std::vector<Member>& members) {
  std::vector<std::pair<std::int32_t, Date>> newest;
  for (const auto& member : members)
    for (const auto end : month_ends(member.spread)) {
      const Date day = member.spread.day[end];
      newest.emplace_back(period_of(Frequency::monthly, day).ordinal, day);
    }
  std::sort(newest.begin(), newest.end());
  std::set<Date> days;
  for (std::size_t i = 0; i < newest.size(); ++i)
    if (i + 1 == newest.size() || newest[i + 1].first != newest[i].first) days.insert(newest[i].second);
  return days;
}

}  // namespace

DistressShare distress_share(const std::vector<Constituent>& constituents, double level, const Place& place) {
  RERATE_ASSERT(!constituents.empty(), "a distress share of something");
  std::vector<Member> members;
  for (const auto& one : constituents) members.push_back(member_of(one));
  std::optional<Date> newest;
  DistressShare result;
  for (const auto& member : members)
    if (member.spread.size() > 0 && (!newest || member.spread.day.back() > *newest)) {
      newest = member.spread.day.back();
      result.at = member.spread.period(member.spread.size() - 1);
    }
  const auto standings = newest ? standings_on(members, *newest, true) : std::vector<Standing>();
  if (standings.empty())
    refuse(ErrorCode::credit_history,
           fmt::format("none of the {} constituents has a spread and a weight at the newest period",
                       constituents.size()),
           {}, place);
  result.share = share_above(standings, level);
  result.counted = static_cast<int>(standings.size());
  list_names(standings, constituents.size(), level, result);
  if (!std::all_of(members.begin(), members.end(), [](const Member& one) { return one.has_history(); }))
    return result;
  for (const Date day : days_of_months(members)) {
    result.day.push_back(day);
    result.history.push_back(share_above(standings_on(members, day, day == *newest), level));
  }
  return result;
}

}  // namespace rerate
