#include "rerate/publish/terminal_dashboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "rerate/base/utf8.h"
#include "rerate/publish/note_dashboard.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr int kLeastWidth = 40, kMostTitle = 30, kGap = 2, kWord = 7;

std::string_view ascii_sign(Light::State state) {
  switch (state) {
    case Light::State::good: return "+";
    case Light::State::watch: return "!";
    case Light::State::stress: return "#";
    case Light::State::neutral: return "o";
  }
  return {};
}

// Cyan rather than green: red and green are one to many.
std::string_view paint_of(Light::State state) {
  switch (state) {
    case Light::State::good: return "\x1b[36m";
    case Light::State::watch: return "\x1b[33m";
    case Light::State::stress: return "\x1b[1;31m";
    case Light::State::neutral: return "\x1b[2m";
  }
  return {};
}

std::string padded(const std::string& text, int columns) {
  return text + std::string(static_cast<std::size_t>(std::max(0, columns - display_columns(text))), ' ');
}

class Dashboard {
 public:
  Dashboard(const Results& results, const DashboardStyle& style) : style_(style) {
    style_.width = std::max(style_.width, kLeastWidth);
    for (const Section& section : results.sections)
      for (const Light& light : section.lights) {
        lights_.push_back(&light);
        title_ = std::max(title_, display_columns(words(light.title)));
      }
    const int room = style_.width - 2 - kWord - 2 * kGap;
    title_ = std::min({title_, kMostTitle, room * 2 / 3});
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const Light* light : lights_) all.push_back(line(*light));
    return all;
  }

 private:
  std::string words(std::string_view text) const {
    const std::string clean = one_clean_line(people_sentence(text));
    return style_.unicode ? clean : ascii_only(clean);
  }

  std::string fitted(const std::string& text, int columns) const {
    const std::string shown = fit_columns(text, columns);
    return style_.unicode ? shown : ascii_only(shown);
  }

  std::string line(const Light& light) const {
    const std::string_view sign = style_.unicode ? light_symbol(light.state) : ascii_sign(light.state);
    std::string mark = fmt::format("{} {}", sign, light_word(light.state));
    const std::string gap = padded("", 2 + kWord + kGap - display_columns(mark));
    if (style_.colour) mark = fmt::format("{}{}\x1b[0m", paint_of(light.state), mark);
    const int room = style_.width - 2 - kWord - 2 * kGap - title_;
    const std::string told = fitted(words(light_text(light)), room);
    std::string text = fmt::format(
        "{}{}{}{}{}", mark, gap, padded(fitted(words(light.title), title_), title_), padded("", kGap), told);
    return text.substr(0, text.find_last_not_of(' ') + 1);
  }

  std::vector<const Light*> lights_;
  DashboardStyle style_;
  int title_ = 0;
};

}  // namespace

std::vector<std::string> terminal_dashboard(const Results& results, const DashboardStyle& style) {
  return Dashboard(results, style).lines();
}

}  // namespace rerate
