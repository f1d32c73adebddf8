#include "rerate/publish/terminal_dashboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "rerate/base/utf8.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/note_dashboard.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr int kLeastWidth = 40, kMostTitle = 30, kGap = 2, kMark = 9;  // "○ neutral"

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

std::string without_blanks(const std::string& text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

class Dashboard {
 public:
  Dashboard(const Results& results, const DashboardStyle& style) : style_(style) {
    style_.width = std::max(style_.width, kLeastWidth);
    for (const Section& section : results.sections)
      for (const Light& light : section.lights) {
        lights_.push_back(&light);
        title_ = std::max(title_, display_columns(words(light.title)));
      }
    const int room = style_.width - kMark - 2 * kGap;
    title_ = std::min({title_, kMostTitle, room * 2 / 3});
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const Light* light : lights_) add_lines(*light, all);
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

  // What a lamp tells takes two lines at most.
  void add_lines(const Light& light, std::vector<std::string>& all) const {
    const std::string_view sign = style_.unicode ? light_symbol(light.state) : ascii_sign(light.state);
    std::string mark = fmt::format("{} {}", sign, light_word(light.state));
    const std::string gap = padded("", kMark + kGap - display_columns(mark));
    if (style_.colour) mark = fmt::format("{}{}\x1b[0m", paint_of(light.state), mark);
    const int before = kMark + kGap + title_ + kGap;
    std::vector<std::string> told = name_lines(words(light_text(light)), style_.width - before);
    if (told.size() > 2) told = {told[0], fitted(told[1] + " " + told[2], style_.width - before)};
    const std::string start = mark + gap + padded(fitted(words(light.title), title_), title_ + kGap);
    all.push_back(without_blanks(start + (told.empty() ? "" : told[0])));
    for (std::size_t i = 1; i < told.size(); ++i) all.push_back(padded("", before) + told[i]);
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
