#include "rerate/study/event_study_sets.h"

namespace rerate {
namespace {

std::string date_of(const EventStudy& study, const Event& event) {
  const auto& episode = event.episode;
  if (episode.by_hand) return to_string(*episode.by_hand);
  return to_string(study.signal.period(episode.extreme));
}

bool is_counted(EventState state) {
  return state == EventState::complete || state == EventState::pending || state == EventState::not_yet_known;
}

}  // namespace

std::vector<NamedSet> event_study_sets(const EventStudy& study) {
  NamedSet all{"episode_dates", "Episodes", {}}, led{"led_at", "Episodes that led", {}},
      not_led{"not_led", "Episodes that did not lead", {}};
  for (const auto& event : study.main.events) {
    if (!is_counted(event.state)) continue;
    const auto date = date_of(study, event);
    all.members.push_back(date);
    if (event.state != EventState::complete) continue;
    const double outcome = study.benchmark ? event.relative_return : event.asset_return;
    (outcome > 0 ? led : not_led).members.push_back(date);
  }
  return {std::move(all), std::move(led), std::move(not_led)};
}

}  // namespace rerate
