#include "rerate/publish/note_dashboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "rerate/publish/html_text.h"
#include "rerate/publish/number_format.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr Light::State kStates[] = {Light::State::stress, Light::State::watch, Light::State::good,
                                    Light::State::neutral};

std::string_view shape_of(Light::State state) {
  switch (state) {
    case Light::State::good: return "<circle cx=\"8\" cy=\"8\" r=\"6.5\"/>";
    case Light::State::watch: return "<path d=\"M8 1L15.5 14.5H.5Z\"/>";
    case Light::State::stress: return "<path d=\"M1.5 1.5H14.5V14.5H1.5Z\"/>";
    case Light::State::neutral: return "<circle cx=\"8\" cy=\"8\" r=\"5.5\"/>";
  }
  return {};
}

std::string lamp(Light::State state) {
  return fmt::format(
      "<svg class=\"lamp {}\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{}</svg>",
      light_name(state), shape_of(state));
}

std::string tally(const Results& results) {
  std::string html;
  for (const Light::State state : kStates) {
    long count = 0;
    for (const Section& section : results.sections)
      count += std::count_if(section.lights.begin(), section.lights.end(),
                             [&](const Light& light) { return light.state == state; });
    if (count > 0)
      fmt::format_to(std::back_inserter(html), "<li>{}{} {}</li>", lamp(state), count, light_word(state));
  }
  return html;
}

std::string tile(const Light& light, const std::string& anchor) {
  return fmt::format(
      "<li class=\"{}\"><a href=\"#{}\">{}<span class=\"word\">{}</span> <strong>{}</strong> <span "
      "class=\"told\">{}</span></a></li>\n",
      light_name(light.state), anchor, lamp(light.state), capitalised(std::string(light_word(light.state))),
      html_text(people_sentence(light.title)), html_text(light_text(light)));
}

}  // namespace

std::string_view light_word(Light::State state) {
  return state == Light::State::good ? "clear" : light_name(state);
}

std::string_view light_name(Light::State state) {
  switch (state) {
    case Light::State::good: return "good";
    case Light::State::watch: return "watch";
    case Light::State::stress: return "stress";
    case Light::State::neutral: return "neutral";
  }
  return {};
}

std::string_view light_symbol(Light::State state) {
  switch (state) {
    case Light::State::good: return "●";
    case Light::State::watch: return "▲";
    case Light::State::stress: return "■";
    case Light::State::neutral: return "○";
  }
  return {};
}

std::string light_text(const Light& light) {
  std::string text = people_sentence(light.text);
  const bool symbol = text.size() < 2 || text[1] == ' ';
  return symbol ? text : capitalised(std::move(text));
}

bool has_lights(const Results& results) {
  return std::any_of(results.sections.begin(), results.sections.end(),
                     [](const Section& section) { return !section.lights.empty(); });
}

std::string note_dashboard(const Results& results, const std::vector<std::string>& anchors) {
  if (!has_lights(results)) return {};
  std::string html = fmt::format(
      "<nav class=\"dashboard\" aria-labelledby=\"dashboard-title\">\n<header><h2 id=\"dashboard-title\">At "
      "a "
      "glance</h2><ul class=\"tally\">{}</ul></header>\n<ul class=\"lamps\">\n",
      tally(results));
  for (std::size_t i = 0; i < results.sections.size(); ++i)
    for (const Light& light : results.sections[i].lights) html += tile(light, anchors[i]);
  return html + "</ul>\n</nav>\n";
}

}  // namespace rerate
